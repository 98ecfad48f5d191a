"""The episode's booklets, for `communs.livrets` to find."""

from eclaireurs.evaluation.collecte import livrets as _collecte

__all__ = ["_collecte"]
