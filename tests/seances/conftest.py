import pytest

from communs.collectivites.models import Compte
from communs.dossiers.models import Dossier
from communs.seances.models import Seance
from tests.outils.dossiers import ouvrir_un_dossier
from tests.outils.seances import ouvrir_une_seance


@pytest.fixture
def dossier(membre, collectivite) -> Dossier:
    """Led by the member."""
    return ouvrir_un_dossier(membre, collectivite)


@pytest.fixture
def seance(membre: Compte, dossier: Dossier) -> Seance:
    return ouvrir_une_seance(membre, dossier)
