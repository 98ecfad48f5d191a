"""The episode's booklets, for `communs.livrets` to find."""

from eclaireurs.evaluation.collecte import livrets as _collecte
from eclaireurs.evaluation.suivi import livrets as _suivi

__all__ = ["_collecte", "_suivi"]
