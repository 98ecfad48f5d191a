import pytest

from communs.dossiers.models import Dossier
from communs.tirages.models import Tirage
from tests.outils.dossiers import faire_venir, ouvrir_un_dossier
from tests.outils.tirages import engager, peupler, preparer, relever, repartir


@pytest.fixture
def dossier(administratrice, membre, collectivite) -> Dossier:
    """Alice organises it, Bachir takes part."""
    dossier = ouvrir_un_dossier(administratrice, collectivite)
    faire_venir(administratrice, dossier, membre.email)
    return dossier


@pytest.fixture
def prepare(administratrice, dossier) -> Tirage:
    """Voirie: 8 agents and an élue, 2 places and 2 stand-ins; Écoles: 8 agents, 1 place and 1 stand-in."""
    tirage = preparer(administratrice, dossier)
    peupler(administratrice, tirage)
    repartir(administratrice, tirage, Voirie=(2, 2), Écoles=(1, 1))
    tirage.refresh_from_db()
    return tirage


@pytest.fixture
def engage(administratrice, prepare) -> Tirage:
    return engager(administratrice, prepare)


@pytest.fixture
def tire(administratrice, membre, engage) -> Tirage:
    relever(administratrice, engage)
    return relever(membre, engage)
