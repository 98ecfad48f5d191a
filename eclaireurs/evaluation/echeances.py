"""The dated things of the evaluation's tools, for `communs.echeances` to find."""

from eclaireurs.evaluation.inscrits import importer

importer("rappels")
