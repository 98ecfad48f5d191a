import pytest

from communs.dossiers.models import Dossier
from tests.outils.dossiers import ouvrir_un_dossier


@pytest.fixture
def dossier(administratrice, collectivite) -> Dossier:
    return ouvrir_un_dossier(administratrice, collectivite)
