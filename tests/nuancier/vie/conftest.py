import pytest
from django.contrib.auth.models import Group

from communs.collectivites.models import Compte
from nuancier.apps import EDITEURS
from nuancier.models import Teinte
from tests.conftest import creer_compte
from tests.outils.teintes import creer_teinte


def _editer(email: str, prenom: str) -> Compte:
    compte = creer_compte(email, prenom=prenom, nom="Morvan")
    compte.groups.add(Group.objects.get(name=EDITEURS))
    return compte


@pytest.fixture
def editrice(db) -> Compte:
    return _editer("gaelle@phare.example", "Gaëlle")


@pytest.fixture
def editeur(db) -> Compte:
    return _editer("yann@phare.example", "Yann")


@pytest.fixture
def teinte(db) -> Teinte:
    return creer_teinte()
