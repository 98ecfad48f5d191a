from pathlib import Path

import pytest

from communs.collectivites.models import Collectivite, Compte
from tests.outils.evaluations import Evaluation, creer_evaluation, remplir_le_plan


@pytest.fixture
def medias(settings, tmp_path) -> Path:
    """Files are written to a real folder."""
    settings.MEDIA_ROOT = str(tmp_path / "media")
    settings.VIGIE_TELEVERSEMENTS = tmp_path / "televersements"
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    }
    return tmp_path / "media"


@pytest.fixture
def evaluation(administratrice: Compte, collectivite: Collectivite) -> Evaluation:
    """Two recommendations of two actions of two tasks, in preparation; Alice is its evaluator."""
    evaluation = creer_evaluation(administratrice, collectivite)
    remplir_le_plan(evaluation, preconisations=2, actions=2, taches=2)
    return evaluation
