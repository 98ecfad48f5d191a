"""The first door of every view of the tracking table, and the way back to it."""

from urllib.parse import urlsplit
from uuid import UUID

from django.http import QueryDict
from django.shortcuts import get_object_or_404

from communs.collectivites.middleware import Requete
from communs.dossiers.acces import obtenir_dossier
from communs.dossiers.models import Dossier
from eclaireurs.evaluation.suivi.models import Action, Plan, Planifie, Tache


def obtenir_plan(request: Requete, identifiant: str, uuid: UUID) -> Plan:
    """The plan of the dossier at this address, with what its pages need of the dossier; or 404."""
    dossier = obtenir_dossier(request, identifiant, uuid)
    plan = get_object_or_404(Plan, dossier=dossier)
    plan.dossier = dossier
    return plan


def obtenir_ligne(plan: Plan, sorte: str, ligne: UUID) -> Planifie:
    """An action or a task of this plan, with its names; or 404."""
    if sorte == "actions":
        return get_object_or_404(plan.actions.avec_noms().select_related("preconisation"), uuid=ligne)
    taches = Tache.objects.avec_noms().select_related("action__preconisation", "action__responsable")
    tache = get_object_or_404(taches, uuid=ligne, action__plan=plan)
    tache.action.plan = plan
    return tache


def action_de(ligne: Planifie) -> Action:
    return ligne if isinstance(ligne, Action) else ligne.action  # type: ignore[attr-defined]


def retour(request: Requete, dossier: Dossier, ancre: str = "") -> str:
    """The table as the reader left it, filters included, or as it is at first.

    Only the query of an address of ours is taken up, never the address itself.
    """
    table = dossier.adresse("evaluation:suivi")
    for adresse in (
        request.POST.get("retour"),
        request.META.get("HTTP_HX_CURRENT_URL"),
        request.META.get("HTTP_REFERER"),
    ):
        try:
            morceaux = urlsplit(adresse or "")
        except ValueError:  # no address at all: « http://[ »
            continue
        if morceaux.path == table:
            requete = QueryDict(morceaux.query).urlencode()
            return f"{table}{'?' if requete else ''}{requete}{'#' if ancre else ''}{ancre}"
    return f"{table}{'#' if ancre else ''}{ancre}"
