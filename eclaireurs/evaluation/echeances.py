"""The dated things of the evaluation's tools, for `communs.echeances` to find."""

from eclaireurs.evaluation.cadrage import rappels as _cadrage
from eclaireurs.evaluation.suivi import rappels as _suivi

__all__ = ["_cadrage", "_suivi"]
