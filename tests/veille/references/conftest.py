from collections.abc import Callable

import pytest
from django.test import Client

from communs.collectivites.models import Compte
from tests.outils.veille import creer_themes, nommer_documentaliste


@pytest.fixture
def bureau(administratrice: Compte, client_de: Callable[[Compte], Client]) -> Client:
    """The browser of a documentaliste."""
    creer_themes()
    nommer_documentaliste(administratrice)
    return client_de(administratrice)
