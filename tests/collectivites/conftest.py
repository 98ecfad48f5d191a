import pytest

from communs.collectivites.models import Compte, Invitation
from tests.collectivites.gestes import INVITEE, inviter_par_le_service
from tests.conftest import creer_compte


@pytest.fixture
def invitation(administratrice, collectivite) -> Invitation:
    return inviter_par_le_service(administratrice, collectivite)


@pytest.fixture
def invitee(db) -> Compte:
    return creer_compte(INVITEE, prenom="Denise", nom="Abily")
