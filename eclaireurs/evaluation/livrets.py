"""The episode's booklets, for `communs.livrets` to find."""

from eclaireurs.evaluation.inscrits import importer

importer("livrets")
