from pathlib import Path

import pytest

from communs.collectivites.models import Compte
from tests.outils.decor import creer_compte
from tests.outils.veille import creer_bulletin, nommer_documentaliste

LARGE = Path(__file__).parent / "fichiers" / "large.md"


@pytest.fixture
def large() -> str:
    """A whole issue of twelve notices, in the shape of a printed bulletin."""
    return LARGE.read_text(encoding="utf-8")


@pytest.fixture
def documentaliste(db) -> Compte:
    compte = creer_compte("gaelle@phare.example", prenom="Gaëlle", nom="Morvan")
    nommer_documentaliste(compte)
    return Compte.objects.get(pk=compte.pk)


@pytest.fixture
def bulletin(db):
    return creer_bulletin()
