import pytest
from django.test import Client

from communs.collectivites.identite import Identite
from tests.conftest import creer_compte
from tests.outils.veille import nommer_documentaliste


@pytest.fixture
def denise(db) -> Identite:
    """She keeps the base."""
    return nommer_documentaliste(creer_compte("denise@vigie.example", prenom="Denise", nom="Rousseau"))


@pytest.fixture
def atelier(client_de, denise) -> Client:
    return client_de(denise.compte)
