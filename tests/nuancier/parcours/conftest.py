import pytest

from communs.collectivites.models import Compte
from nuancier.models import Teinte
from nuancier.parcours.models import Parcours
from tests.outils.parcours import composer, creer_conseils, trois_teintes


@pytest.fixture
def teintes(db: None) -> list[Teinte]:
    """4.1, 4.2 and 4.3, which has no module; and the advice."""
    creer_conseils()
    return trois_teintes()


@pytest.fixture
def parcours(administratrice: Compte, teintes: list[Teinte]) -> Parcours:
    """Alice's: three chips, private."""
    return composer(administratrice, *teintes, jours=3, participants=12)
