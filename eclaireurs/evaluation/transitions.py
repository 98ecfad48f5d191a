"""Every table of the episode, for `communs.etats` to find."""

from eclaireurs.evaluation.cadrage import transitions as _cadrage
from eclaireurs.evaluation.collecte import transitions as _collecte
from eclaireurs.evaluation.rapport import transitions as _rapport
from eclaireurs.evaluation.suivi import transitions as _suivi

__all__ = ["_cadrage", "_collecte", "_rapport", "_suivi"]
