"""The harness: the same three people everywhere, real servers, and no tolerance.

An administrator, a member and a stranger appear in every test of rights. Undefined template
variables, unordered querysets that matter, warnings and writes during a GET fail the suite.
"""

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import pytest_django
from django.core.cache import cache
from django.test import Client

from communs.collectivites.enums import Role, TypeCollectivite
from communs.collectivites.identite import Identite
from communs.collectivites.models import Adhesion, Collectivite, Compte
from communs.collectivites.second_facteur import est_regle
from communs.web.cache import ecouter_de_nouveau
from sonar.models import Tentative
from tests.contrats.exemples import Decor
from tests.outils import querysets_battus
from tests.outils.bases import BASES
from tests.outils.decor import (
    MOT_DE_PASSE,
    creer_administratrice,
    creer_collectivite,
    creer_compte,
    creer_etrangere,
    creer_membre,
    remettre_une_feuille,
)
from tests.outils.second_facteur import avoir_servi, regler
from tests.outils.tuyau import file_absente, tuyau

__all__ = ["MOT_DE_PASSE", "creer_compte", "file_absente", "tuyau"]

querysets_battus.installer()
# Playwright's synchronous API runs inside an event loop; Django must not mistake it for async code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Before its fixtures, a test is in the database of the state they name."""
    BASES.choisir(item)


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup: None, django_db_blocker: pytest_django.DjangoDbBlocker
) -> Iterator[None]:
    """The test database, and the states made from it (`tests/outils/bases.py`)."""
    BASES.ouvrir(django_db_blocker)
    yield
    BASES.fermer()


@pytest.fixture(autouse=True)
def cache_vide() -> None:
    """Pages and rate limits start afresh in each test."""
    ecouter_de_nouveau()
    cache.clear()


def _du_decor(request: pytest.FixtureRequest, nom: str, creer: Callable[[], Any]) -> Any:
    """A test that has the decor has its people; another one has them made."""
    if "decor" in request.fixturenames:
        return getattr(request.getfixturevalue("decor"), nom)
    return creer()


@pytest.fixture
def administratrice(request: pytest.FixtureRequest, db: None) -> Compte:
    return _du_decor(request, "administratrice", creer_administratrice)


@pytest.fixture
def membre(request: pytest.FixtureRequest, db: None) -> Compte:
    return _du_decor(request, "membre", creer_membre)


@pytest.fixture
def etrangere(request: pytest.FixtureRequest, db: None) -> Compte:
    return _du_decor(request, "etrangere", creer_etrangere)


@pytest.fixture
def collectivite(request: pytest.FixtureRequest, administratrice: Compte, membre: Compte) -> Collectivite:
    """Alice administers it, Bachir belongs to it, Chloé has nothing to do with it."""
    return _du_decor(request, "collectivite", lambda: creer_collectivite(administratrice, membre))


@pytest.fixture
def autre_collectivite(etrangere: Compte) -> Collectivite:
    collectivite = Collectivite.objects.create(
        nom="Ville de Kermadec", identifiant="kermadec", type=TypeCollectivite.COMMUNE, siren="217500016"
    )
    Adhesion.objects.create(compte=etrangere, collectivite=collectivite, role=Role.ADMINISTRATEUR)
    return collectivite


@pytest.fixture
def client_de() -> Callable[[Compte], Client]:
    """`client_de(compte)`: a browser in which this person is signed in, staff with a second factor."""

    def connecter(compte: Compte) -> Client:
        client = Client()
        client.force_login(compte)
        if compte.is_staff:
            if not est_regle(compte):
                regler(compte)
            avoir_servi(client, compte)
        return client

    return connecter


@pytest.fixture
def identite_de() -> Callable[[Compte], Identite]:
    return Identite


@pytest.fixture
def contenu(db: None) -> None:
    """The shipped content, loaded by the command that production uses: its database holds it already."""


@pytest.fixture
def remettre(client: Client, contenu: None) -> Callable[..., Tentative]:
    """`remettre("uuuuss")` hands in a sheet and returns it."""
    return lambda styles, par=None: remettre_une_feuille(par or client, styles)


@pytest.fixture
def decor(client: Client, contenu: None) -> Decor:
    """One of everything that an address may hold; this test's browser is the one that handed the sheet in."""
    decor, cookies = BASES.decor()
    client.cookies.update(cookies)
    return decor
