"""The evaluation as a kind of dossier, and its tools in the order of the scenario."""

from communs.collectivites.identite import Identite
from communs.dossiers.genres import Genre, inscrire
from communs.dossiers.models import Dossier
from eclaireurs.evaluation.cadrage import services as cadrage
from eclaireurs.evaluation.cadrage.outil import CADRAGE
from eclaireurs.evaluation.collecte import services as collecte
from eclaireurs.evaluation.collecte.outil import COLLECTE
from eclaireurs.evaluation.enums import RoleEvaluation
from eclaireurs.evaluation.rapport.models import Rapport
from eclaireurs.evaluation.suivi.models import Plan
from eclaireurs.evaluation.suivi.outil import SUIVI


def _ouvrir(identite: Identite, dossier: Dossier) -> None:
    cadrage.ouvrir(dossier)
    collecte.ouvrir(dossier)
    Rapport.objects.create(dossier=dossier)
    Plan.objects.create(dossier=dossier)


EVALUATION = inscrire(
    Genre(
        cle="evaluation",
        nom="Évaluation",
        article="une évaluation",
        episode="evaluation",
        roles=RoleEvaluation,
        pilotes=frozenset({RoleEvaluation.EVALUATEUR, RoleEvaluation.APPLICATEUR}),
        fondateur=(RoleEvaluation.EVALUATEUR,),
        outils=(CADRAGE, COLLECTE, SUIVI),
        ouvrir=_ouvrir,
    )
)
