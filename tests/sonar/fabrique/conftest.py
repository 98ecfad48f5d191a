import pytest

from communs.collectivites.models import Collectivite, Compte
from communs.dossiers.models import Dossier
from tests.conftest import creer_compte
from tests.outils.fabriques import faire_participer, ouvrir_une_fiche


@pytest.fixture
def fiche(administratrice: Compte, collectivite: Collectivite) -> Dossier:
    """Alice's: she is responsible for it."""
    return ouvrir_une_fiche(administratrice, collectivite)


@pytest.fixture
def plume(fiche: Dossier, membre: Compte) -> Compte:
    """Bachir contributes to it."""
    faire_participer(fiche, membre, "fabrique_plume")
    return membre


@pytest.fixture
def observatrice(fiche: Dossier) -> Compte:
    compte = creer_compte("dora@port-lumiere.example", prenom="Dora")
    faire_participer(fiche, compte, "fabrique_observation")
    return compte
