from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from communs.catalogue.services import inscrire


@pytest.fixture
def publier(db: None) -> Callable[..., None]:
    """`publier("immersion", "L’immersion", …)` puts a thing in the catalogue."""

    def _publier(cle: str, titre: str, type: str = "page", **champs) -> None:
        assert inscrire(type=type, cle=cle, titre=titre, adresse=f"/{cle}/", **champs)

    return _publier


@pytest.fixture
def fonds(publier) -> None:
    """A small catalogue of the kind the platform holds."""
    publier("immersion", "L’immersion", resume="Passer trois jours là où le service se rend.")
    publier("innovation", "L’innovation publique", resume="Ce que veut dire innover pour les communes.")
    publier("hybridation", "Hybridation", type="portrait", mots_cles=["habitants", "associations"])
    publier("evaluer", "Évaluer une politique", resume="Des élèves jurés et une enquête.")
    publier("coeur", "Au cœur de l’été", resume="Ouvrir la mairie le soir.")


@pytest.fixture
def connection_espionnee() -> Callable[[], CaptureQueriesContext]:
    """`with connection_espionnee() as requetes:` keeps the SQL that was sent."""
    return lambda: CaptureQueriesContext(connection)
