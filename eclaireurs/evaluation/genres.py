"""The evaluation as a kind of dossier, and its tools in the order of the scenario."""

from importlib import import_module

from communs.dossiers.genres import Genre, inscrire
from eclaireurs.evaluation.enums import RoleEvaluation
from eclaireurs.evaluation.inscrits import OUTILS

EVALUATION = inscrire(
    Genre(
        cle="evaluation",
        nom="Évaluation",
        article="une évaluation",
        episode="evaluation",
        roles=RoleEvaluation,
        pilotes=frozenset({RoleEvaluation.EVALUATEUR, RoleEvaluation.APPLICATEUR}),
        fondateur=(RoleEvaluation.EVALUATEUR,),
        outils=tuple(import_module(f"eclaireurs.evaluation.{cle}.outil").OUTIL for cle in OUTILS),
        observateurs=frozenset({RoleEvaluation.JOURNALISTE}),
    )
)
