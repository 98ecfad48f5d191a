import pytest

from communs.seances.models import Seance
from tests.outils.sonar_seances import ouvrir


@pytest.fixture
def seance(membre, contenu) -> Seance:
    """Open, led by the member, the test alone."""
    return ouvrir(membre)
