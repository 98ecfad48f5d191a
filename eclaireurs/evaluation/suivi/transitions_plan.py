"""The steps of the plan."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from communs.collectivites.identite import Identite
from communs.etats import tables
from communs.etats.tables import Table, Transition
from communs.web.typographie import accorder
from eclaireurs.evaluation.rapport.enums import EtatRapport
from eclaireurs.evaluation.rapport.transitions import RAPPORT
from eclaireurs.evaluation.suivi import rappels
from eclaireurs.evaluation.suivi.enums import EtatAction, EtatPlan
from eclaireurs.evaluation.suivi.models import Plan
from eclaireurs.evaluation.suivi.versions import garder

Donnees = Mapping[str, Any]


def _rien_a_presenter(plan: Plan) -> str:
    if plan.dossier.rapport.etat == EtatRapport.REDACTION:
        return "L’évaluateur n’a pas encore remis son rapport final, sur lequel le comité s’appuiera."
    if not plan.actions.exists():
        return "Le plan ne propose encore aucune action : le comité n’aurait rien à choisir."
    return ""


def _presenter(plan: Plan, identite: Identite, donnees: Donnees) -> tuple[str, ...]:
    rapport = plan.dossier.rapport
    if not rapport.scelle:
        tables.franchir(RAPPORT, identite=identite, objet=rapport, nom="sceller")
    plan.presente_le = timezone.now()
    return ("presente_le",)


def _decisions_manquantes(plan: Plan) -> str:
    restent = plan.actions.filter(etat=EtatAction.PROPOSEE).count()
    if restent:
        return (
            f"Le comité n’a pas tranché {restent} {accorder(restent, 'action,actions')} : "
            "retenez-les ou écartez-les."
        )
    if not plan.actions.filter(etat=EtatAction.RETENUE).exists():
        return "Le comité n’a retenu aucune action : il n’y a pas de plan à arrêter."
    return ""


def _arreter(plan: Plan, identite: Identite, donnees: Donnees) -> tuple[str, ...]:
    plan.arrete_le = timezone.now()
    garder(identite=identite, plan=plan, motif="Plan arrêté par le comité de pilotage final")
    rappels.dire_tout(plan)
    return ("arrete_le",)


def _clore(plan: Plan, identite: Identite, donnees: Donnees) -> tuple[str, ...]:
    plan.clos_le = timezone.now()
    rappels.dire_tout(plan)
    return ("clos_le",)


def _rouvrir(plan: Plan, identite: Identite, donnees: Donnees) -> tuple[str, ...]:
    plan.clos_le = None
    rappels.dire_tout(plan)
    return ("clos_le",)


PLAN = tables.inscrire(
    Table(
        cle="suivi.plan",
        modele=Plan,
        transitions=(
            Transition(
                nom="presenter",
                libelle="Présenter au comité final",
                de=frozenset({EtatPlan.PREPARATION}),
                vers=EtatPlan.PRESENTE,
                regle="suivi.presenter",
                phrase="a présenté le plan au comité de pilotage final",
                obstacle=_rien_a_presenter,
                effet=_presenter,
            ),
            Transition(
                nom="reporter",
                libelle="Reporter la décision",
                de=frozenset({EtatPlan.PRESENTE}),
                vers=EtatPlan.PREPARATION,
                regle="suivi.presenter",
                phrase="a reporté la décision du comité : {motif}",
                motif_requis=True,
            ),
            Transition(
                nom="arreter",
                libelle="Arrêter le plan d’actions",
                de=frozenset({EtatPlan.PRESENTE}),
                vers=EtatPlan.ARRETE,
                regle="suivi.arreter",
                phrase="a arrêté le plan d’actions décidé par le comité",
                obstacle=_decisions_manquantes,
                effet=_arreter,
            ),
            Transition(
                nom="clore",
                libelle="Clore le plan",
                de=frozenset({EtatPlan.ARRETE}),
                vers=EtatPlan.CLOS,
                regle="suivi.arreter",
                phrase="a clos le plan d’actions : {motif}",
                motif_requis=True,
                effet=_clore,
            ),
            Transition(
                nom="rouvrir",
                libelle="Rouvrir le plan",
                de=frozenset({EtatPlan.CLOS}),
                vers=EtatPlan.ARRETE,
                regle="suivi.arreter",
                phrase="a rouvert le plan d’actions : {motif}",
                motif_requis=True,
                effet=_rouvrir,
            ),
        ),
    )
)
