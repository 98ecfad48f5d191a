"""Every table of the episode, for `communs.etats` to find."""

from eclaireurs.evaluation.inscrits import importer

importer("transitions")
