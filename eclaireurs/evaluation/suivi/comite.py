"""The final committee: each member's opinion, the order, and the choice among the options."""

from django.core.exceptions import ValidationError
from django.db import transaction

from communs.collectivites.identite import Identite, autoriser
from communs.dossiers.models import Participant
from communs.etats import journal
from communs.etats.services import verrouiller
from eclaireurs.evaluation.suivi.enums import AvisDuComite, EtatAction, EtatPlan
from eclaireurs.evaluation.suivi.lignes import DECISIONS, Ecrit, enregistrer
from eclaireurs.evaluation.suivi.models import Action, Avis, Plan

PAS_DEVANT = "Le plan n’est pas devant le comité final."
INCONNUE = "Cette décision n’existe pas. Rien n’a été changé."


@transaction.atomic
def donner_un_avis(*, identite: Identite, action: Action, choix: AvisDuComite, commentaire: str) -> Avis:
    """Say, or say otherwise, what one thinks of an action, while the committee has it before it."""
    autoriser(identite, "suivi.donner_avis", action)
    _exiger_le_comite(verrouiller(action.plan))
    participant = Participant.objects.get(dossier=action.dossier, compte=identite.personne, retire_le=None)
    avis, nouveau = Avis.objects.select_for_update().get_or_create(
        action=action, participant=participant, defaults={"choix": choix, "commentaire": commentaire}
    )
    if not nouveau and (avis.choix, avis.commentaire) == (choix, commentaire):
        return avis
    if not nouveau:
        avis.choix, avis.commentaire = choix, commentaire
        avis.save(update_fields=["choix", "commentaire"])
    journal.consigner(identite=identite, verbe="suivi.donner_avis", objet=action, code=action.code)
    return avis


def decider(*, identite: Identite, action: Action, version: int, decision: str, motif: str = "") -> Ecrit:
    """Keep an action or set it aside."""
    if decision not in DECISIONS:
        raise ValidationError(INCONNUE)
    return enregistrer(
        identite=identite, ligne=action, version=version, champs={}, etape=decision, motif=motif
    )


@transaction.atomic
def classer(*, identite: Identite, action: Action, sens: int) -> None:
    """Move an action up (-1) or down (1) in the committee's order.

    The order covers every action not set aside; those without a rank yet follow the others.
    """
    autoriser(identite, "suivi.arbitrer", action)
    plan = verrouiller(action.plan)
    _exiger_le_comite(plan)
    ordre = classement(plan)
    rang = next((n for n, autre in enumerate(ordre) if autre.pk == action.pk), -1)
    if rang < 0 or not 0 <= rang + sens < len(ordre):
        return
    ordre[rang], ordre[rang + sens] = ordre[rang + sens], ordre[rang]
    for numero, autre in enumerate(ordre, start=1):
        autre.rang = numero
    Action.objects.bulk_update(ordre, ["rang"])
    journal.consigner(identite=identite, verbe="suivi.classer", objet=plan)


def classement(plan: Plan) -> list[Action]:
    """The actions in the committee's order, those set aside left out."""
    actions = plan.actions.exclude(etat=EtatAction.ECARTEE).select_related("preconisation")
    return sorted(
        actions.order_by("pk"),
        key=lambda a: (a.rang is None, a.rang or 0, a.preconisation.numero, a.numero),
    )


def _exiger_le_comite(plan: Plan) -> None:
    if plan.etat != EtatPlan.PRESENTE:
        raise ValidationError(PAS_DEVANT)
