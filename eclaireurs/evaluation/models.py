"""The tools' models, for Django to find."""

from eclaireurs.evaluation.enquete import contributions as _contributions  # beside its `models.py`
from eclaireurs.evaluation.inscrits import importer

importer("models")

__all__ = ["_contributions"]
