import pytest

from eclaireurs.evaluation.conclave.models import Convocation
from tests.outils.tableaux import Table, convoquer, dresser


@pytest.fixture
def table(evaluation, administratrice) -> Table:
    """Open, on the day; Alice, who evaluates, leads it."""
    return dresser(evaluation, administratrice)


@pytest.fixture
def nolwenn(table) -> Convocation:
    """Convoked, by her account."""
    return convoquer(table.evaluation, "Nolwenn")


@pytest.fixture
def erwan(table) -> Convocation:
    """Convoked, by the link of his convocation: he has no account."""
    return convoquer(table.evaluation, "Erwan", compte=False)
