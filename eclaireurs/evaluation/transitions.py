"""Every table of the episode, for `communs.etats` to find."""

from eclaireurs.evaluation.rapport import transitions as _rapport
from eclaireurs.evaluation.suivi import transitions as _suivi

__all__ = ["_rapport", "_suivi"]
