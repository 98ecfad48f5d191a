"""A survey open to the public; Alice evaluates, Sylvie from elsewhere has no part in it."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from communs.collectivites.identite import Identite
from communs.collectivites.models import Compte
from communs.materiaux import services as materiaux
from communs.materiaux.models import Materiau
from eclaireurs.evaluation.collecte import services as collecte
from eclaireurs.evaluation.collecte.models import Collecte, Theme
from eclaireurs.evaluation.enquete.models import Enquete
from tests.outils.enquetes import publier
from tests.outils.evaluations import Evaluation, creer_evaluation


@pytest.fixture
def equipe(administratrice: Compte, collectivite) -> Evaluation:
    return creer_evaluation(administratrice, collectivite)


@pytest.fixture
def enquete(administratrice: Compte, equipe: Evaluation) -> Enquete:
    return publier(administratrice, equipe.dossier)


@pytest.fixture
def alice(client_de, administratrice) -> Client:
    return client_de(administratrice)


@pytest.fixture
def chez(equipe: Evaluation) -> Callable[..., str]:
    """`chez("contributions")`: an address of the desk."""
    return lambda nom="enquete", *args: equipe.dossier.adresse(f"evaluation:{nom}", *args)


@pytest.fixture
def page(client: Client, enquete: Enquete) -> Callable[[], str]:
    """What the public reads now."""
    return lambda: client.get(reverse("enquete:page", args=[enquete.code])).content.decode()


@pytest.fixture
def theme(administratrice: Compte, equipe: Evaluation) -> Theme:
    sienne = Collecte.objects.get(dossier=equipe.dossier)
    return collecte.ajouter_theme(identite=Identite(administratrice), collecte=sienne, titre="Les horaires")


@pytest.fixture
def indice(administratrice: Compte, equipe: Evaluation) -> Callable[..., Materiau]:
    """`indice("On vient pour la dame", portee_lecture="lecteurs")`: a testimony that was agreed to."""

    def _indice(texte: str, **champs) -> Materiau:
        return materiaux.deposer(
            identite=Identite(administratrice),
            dossier=equipe.dossier,
            demande=uuid4(),
            champs={"genre": "temoignage", "texte": texte, "consentement": "donne"} | champs,
        )

    return _indice
