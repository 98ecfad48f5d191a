import pytest

from communs.collectivites.models import Collectivite, Compte
from communs.dossiers.models import Dossier
from tests.outils.dossiers import faire_venir, ouvrir_un_dossier


@pytest.fixture
def dossier(administratrice: Compte, membre: Compte, collectivite: Collectivite) -> Dossier:
    """Alice organises it, Bachir takes part."""
    dossier = ouvrir_un_dossier(administratrice, collectivite)
    faire_venir(administratrice, dossier, membre.email)
    return dossier
