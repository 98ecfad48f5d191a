"""The harness: the same three people everywhere, real servers, and no tolerance.

An administrator, a member and a stranger appear in every test of rights. Undefined template
variables, unordered querysets that matter, warnings and writes during a GET fail the suite.
"""

import os
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import pytest_django
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from communs.collectivites.enums import Role, TypeCollectivite
from communs.collectivites.identite import Identite
from communs.collectivites.invitations import jeton_de
from communs.collectivites.models import Adhesion, Collectivite, Compte, Demande, Invitation, Service
from communs.collectivites.second_facteur import est_regle
from communs.dossiers import invitations
from communs.dossiers.enums import Visibilite
from communs.web.cache import ecouter_de_nouveau
from eclaireurs.models import Retour
from sonar.essais import lire_essai, nouvel_essai
from sonar.models import Tentative
from sonar.services import demander_carnet
from tests.contrats.exemples import Decor
from tests.outils import querysets_battus
from tests.outils.dossiers import commenter, donner_un_lien, faire_venir, montrer, ouvrir_un_dossier
from tests.outils.echeances import confier
from tests.outils.evaluations import evaluation_du_decor
from tests.outils.feuilles import remplir
from tests.outils.second_facteur import avoir_servi, regler
from tests.outils.tuyau import file_absente, tuyau

__all__ = ["file_absente", "tuyau"]

MOT_DE_PASSE = "phare-de-nuit-2026"

querysets_battus.installer()
# Playwright's synchronous API runs inside an event loop; Django must not mistake it for async code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup: None, django_db_blocker: pytest_django.DjangoDbBlocker
) -> Iterator[None]:
    """Let the harness empty the journal between tests, which the database refuses to everybody else.

    Before the test database goes: end what a killed worker or a cut connection left open on it.
    """
    with django_db_blocker.unblock(), connection.cursor() as curseur:
        curseur.execute("ALTER TABLE etats_ligne DISABLE TRIGGER journal_jamais_vide")
    yield
    with django_db_blocker.unblock(), connection.cursor() as curseur:
        curseur.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest.fixture(autouse=True)
def cache_vide() -> None:
    """Pages and rate limits start afresh in each test."""
    ecouter_de_nouveau()
    cache.clear()


def creer_compte(email: str, **champs: object) -> Compte:
    """An account whose e-mail is verified."""
    compte = Compte.objects.create_user(email, MOT_DE_PASSE, **champs)
    compte.emailaddress_set.create(email=compte.email, verified=True, primary=True)
    return compte


@pytest.fixture
def administratrice(db: None) -> Compte:
    return creer_compte("alice@port-lumiere.example", prenom="Alice", nom="Kerguelen")


@pytest.fixture
def membre(db: None) -> Compte:
    return creer_compte("bachir@port-lumiere.example", prenom="Bachir", nom="Le Goff")


@pytest.fixture
def etrangere(db: None) -> Compte:
    return creer_compte("chloe@kermadec.example", prenom="Chloé", nom="Ferrand")


@pytest.fixture
def collectivite(administratrice: Compte, membre: Compte) -> Collectivite:
    """Alice administers it, Bachir belongs to it, Chloé has nothing to do with it."""
    collectivite = Collectivite.objects.create(
        nom="Port-Lumière Agglomération",
        identifiant="port-lumiere",
        type=TypeCollectivite.INTERCOMMUNALITE,
        siren="200046977",
    )
    Adhesion.objects.create(compte=administratrice, collectivite=collectivite, role=Role.ADMINISTRATEUR)
    Adhesion.objects.create(compte=membre, collectivite=collectivite)
    return collectivite


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
    """The shipped content, loaded by the command that production uses."""
    call_command("charger_contenu", verbosity=0)


@pytest.fixture
def remettre(client: Client, contenu: None) -> Callable[..., Tentative]:
    """`remettre("uuuuss")` hands in a sheet and returns it."""

    def _remettre(styles: str, par: Client | None = None) -> Tentative:
        jeton = nouvel_essai()
        response = (par or client).post(reverse("sonar:feuille", args=[jeton]), remplir(jeton, styles))
        assert response.status_code == 302, response.content.decode()
        return Tentative.objects.get(essai=lire_essai(jeton))

    return _remettre


@pytest.fixture
def decor(
    administratrice: Compte, membre: Compte, etrangere: Compte, collectivite: Collectivite, remettre
) -> Decor:
    """One of everything that an address may hold."""
    invitation = Invitation.objects.create(
        collectivite=collectivite,
        email="nouvelle@port-lumiere.example",
        expire_le=timezone.now() + timedelta(days=14),
    )
    tentative: Tentative = remettre("uuuhsc")
    dossier = ouvrir_un_dossier(administratrice, collectivite)
    faire_venir(administratrice, dossier, membre.email)
    invite = faire_venir(administratrice, dossier, "jean@ailleurs.example", nom="Jean Cariou")
    montrer(dossier, Visibilite.LIEN)
    partenaire = Collectivite.objects.create(
        nom="Syndicat des eaux", identifiant="syndicat", type=TypeCollectivite.SYNDICAT, siren="200000008"
    )
    dossier.partenaires.add(partenaire)
    return Decor(
        administratrice=administratrice,
        membre=membre,
        etrangere=etrangere,
        collectivite=collectivite,
        service=Service.objects.create(collectivite=collectivite, nom="Direction du patrimoine"),
        adhesion=collectivite.adhesions.get(compte=membre),
        invitation=invitation,
        demande=Demande.objects.create(
            compte=creer_compte("erwan@port-lumiere.example", prenom="Erwan"), collectivite=collectivite
        ),
        jeton_invitation=jeton_de(invitation),
        jeton_feuille=nouvel_essai(),
        tentative=tentative,
        livret=demander_carnet(tentative=tentative, identite=Identite()),
        retour=Retour.objects.create(
            outil="evaluation-suivi",
            collectivite=collectivite,
            auteur=membre,
            essai="Trois recommandations d’un rapport qui dormait.",
            avec="Un applicateur, trois agents",
            duree="Trois mois",
            suites="Deux actions sur trois sont faites.",
        ),
        dossier=dossier,
        invite=invite,
        jeton_invite=invitations.jeton_de(invite),
        commentaire=commenter(membre, dossier),
        lien=donner_un_lien(administratrice, dossier),
        partenaire=partenaire,
        evaluation=evaluation_du_decor(administratrice, collectivite),
        echeances=confier(dossier.participants.get(compte=administratrice)),
    )
