"""Many lines at once."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from communs.collectivites.identite import autoriser
from communs.collectivites.middleware import Requete
from eclaireurs.evaluation.suivi.forms import LotForm, ajouter_les_erreurs
from eclaireurs.evaluation.suivi.lot import VIDE, modifier_lot
from eclaireurs.evaluation.suivi.models import Action, Plan, Tache
from eclaireurs.evaluation.suivi.obtenir import obtenir_plan, retour

INVALIDE = 422


@require_POST
def lot(request: Requete, identifiant: str, uuid: UUID) -> HttpResponse:
    """Change the ticked lines; what is refused comes back on a page, nothing lost."""
    plan = obtenir_plan(request, identifiant, uuid)
    autoriser(request.identite, "suivi.avancer", plan)
    choisies = _uuids(request.POST.getlist("lignes"))
    actions = list(plan.actions.filter(uuid__in=choisies).select_related("preconisation"))
    taches = list(
        Tache.objects.filter(action__plan=plan, uuid__in=choisies).select_related("action__preconisation")
    )
    if not actions and not taches:
        messages.error(request, VIDE)
        return redirect(retour(request, plan.dossier))
    confirme = "confirme" in request.POST
    formulaire = LotForm(request.POST if confirme else None, plan=plan)
    if confirme and formulaire.is_valid():
        try:
            _modifier(request, plan, actions, taches, formulaire)
        except ValidationError as erreur:
            ajouter_les_erreurs(formulaire, erreur)
        else:
            return redirect(retour(request, plan.dossier))
    return render(
        request,
        "evaluation/suivi/lot.html",
        {
            "dossier": plan.dossier,
            "plan": plan,
            "lignes": [*actions, *taches],
            "form": formulaire,
            "retour": retour(request, plan.dossier),
        },
        status=INVALIDE if formulaire.errors else 200,
    )


def _uuids(textes: list[str]) -> list[UUID]:
    """Those that are identifiers; the rest was not ours."""
    lus = []
    for texte in textes:
        try:
            lus.append(UUID(texte))
        except ValueError:
            continue
    return lus


def _modifier(
    request: Requete, plan: Plan, actions: list[Action], taches: list[Tache], formulaire: LotForm
) -> None:
    modifier_lot(
        identite=request.identite,
        plan=plan,
        actions=actions,
        taches=taches,
        champs=formulaire.champs(),
        etape=formulaire.cleaned_data["etape"],
        motif=formulaire.cleaned_data["motif"],
    )
