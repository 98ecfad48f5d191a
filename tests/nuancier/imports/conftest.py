import pytest

from tests.nuancier.exports.conftest import hostile, hostile_choisie, tout  # noqa: F401
from tests.nuancier.vie.conftest import editeur, editrice  # noqa: F401
from tests.outils.teintes import creer_famille, creer_teinte


@pytest.fixture
def familles(db):
    for numero in (4, 5, 6):
        creer_famille(numero, f"Famille {numero}")
    return creer_teinte()
