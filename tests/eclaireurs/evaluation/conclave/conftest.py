import pytest

from tests.outils.conclaves import Histoire
from tests.outils.evaluations import Evaluation


@pytest.fixture
def histoire(evaluation: Evaluation) -> Histoire:
    return Histoire(evaluation)


@pytest.fixture
def convoque(histoire: Histoire) -> Histoire:
    """Drawn and convoked: two places and a stand-in in each service."""
    histoire.convoquer()
    return histoire
