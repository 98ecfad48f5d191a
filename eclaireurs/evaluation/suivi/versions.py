"""Frozen versions of the plan: taken once, never altered, compared in French."""

from django.core.exceptions import ValidationError
from django.db import transaction

from communs.collectivites.identite import Identite, autoriser
from communs.etats import journal
from communs.etats.calculs import en_texte
from communs.etats.models import Acteur
from communs.etats.services import verrouiller
from eclaireurs.evaluation.suivi.enums import PLANS_FIGES
from eclaireurs.evaluation.suivi.models import Action, Plan, Planifie, VersionDuPlan


def photographier(plan: Plan) -> list[dict[str, str]]:
    """Every action and task of the plan, in order, as flat texts. People by their participation's uuid."""
    rangees = []
    actions = plan.actions.select_related("preconisation", "service", "responsable")
    for action in actions.prefetch_related("taches__service", "taches__responsable"):
        rangees.append(_rangee(action))
        rangees.extend(_rangee(tache) for tache in action.taches.all())
    return rangees


def _rangee(objet: Planifie) -> dict[str, str]:
    return {
        "code": objet.code,
        "uuid": str(objet.uuid),
        "titre": objet.titre,
        "etat": objet.etat,  # type: ignore[attr-defined]
        "rang": en_texte(objet.rang) if isinstance(objet, Action) else "",
        "service": objet.service.nom if objet.service else "",
        "responsable": en_texte(objet.responsable),
        "debut_le": en_texte(objet.debut_le),
        "fin_le": en_texte(objet.fin_le),
    }


@transaction.atomic
def geler(*, identite: Identite, plan: Plan, motif: str) -> VersionDuPlan:
    """Keep a plan under way as it stands, under the next number; ValidationError before it is one."""
    autoriser(identite, "suivi.arreter", plan)
    plan = verrouiller(plan)
    if plan.etat not in PLANS_FIGES:
        raise ValidationError("Le plan n’est pas arrêté : il n’y a pas encore de version à garder.")
    return garder(identite=identite, plan=plan, motif=motif)


def garder(*, identite: Identite, plan: Plan, motif: str) -> VersionDuPlan:
    """Keep a locked plan, in the caller's transaction."""
    derniere = plan.versions.order_by("-numero").values_list("numero", flat=True).first() or 0
    version = VersionDuPlan.objects.create(
        plan=plan,
        numero=derniere + 1,
        auteur=Acteur.objects.de(identite.personne),
        motif=motif,
        contenu=photographier(plan),
    )
    journal.consigner(identite=identite, verbe="suivi.geler", objet=plan, numero=version.numero, motif=motif)
    return version
