"""The final committee's page: opinions, order, choices."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from communs.collectivites.identite import autoriser
from communs.collectivites.middleware import Requete
from communs.etats.services import Conflit
from communs.etats.views import PERIME
from communs.web.erreurs import Refus
from eclaireurs.evaluation.suivi import comite
from eclaireurs.evaluation.suivi.enums import AvisDuComite, EtatAction, EtatPlan
from eclaireurs.evaluation.suivi.forms import AvisForm, MotifForm, SensForm
from eclaireurs.evaluation.suivi.models import Action, Avis, Plan
from eclaireurs.evaluation.suivi.obtenir import obtenir_ligne, obtenir_plan
from eclaireurs.evaluation.suivi.transitions import ACTION, PLAN


@require_safe
def page(request: Requete, identifiant: str, uuid: UUID) -> HttpResponse:
    plan = obtenir_plan(request, identifiant, uuid)
    autoriser(request.identite, "dossiers.voir_les_personnes", plan)
    avis = Avis.objects.select_related("participant__acteur__compte").order_by("pk")
    actions = list(
        plan.actions.avec_noms()
        .select_related("preconisation")
        .prefetch_related(Prefetch("avis", avis))
        .order_by("preconisation__numero", "numero")
    )
    actions.sort(key=lambda a: (a.etat == EtatAction.ECARTEE, a.rang is None, a.rang or 0))
    donne = plan.etat == EtatPlan.PRESENTE and request.identite.peut("suivi.donner_avis", plan)
    return render(
        request,
        "evaluation/suivi/comite.html",
        {
            "dossier": plan.dossier,
            "plan": plan,
            "options": [_option(request, action, donne) for action in actions],
            "articles": plan.articles.select_related("auteur__compte", "fichier"),
            "gestes": PLAN.offertes(plan, request.identite),
            "devant": plan.etat == EtatPlan.PRESENTE,
            "tranche": plan.etat in {EtatPlan.PRESENTE, EtatPlan.ARRETE}
            and request.identite.peut("suivi.arbitrer", plan),
        },
    )


def _option(request: Requete, action: Action, donne: bool) -> dict[str, object]:
    """An action with what is thought of it."""
    avis = list(action.avis.all())
    compte = request.identite.compte
    mien = next((a for a in avis if compte and a.participant.compte_id == compte.pk), None)
    formulaire = None
    if donne:
        initial = {"choix": mien.choix, "commentaire": mien.commentaire} if mien else None
        formulaire = AvisForm(initial=initial, auto_id=f"avis-{action.uuid}-%s")
    return {
        "action": action,
        "avis": avis,
        "compte": [(nom, sum(a.choix == choix for a in avis)) for choix, nom in AvisDuComite.choices],
        "form": formulaire,
        "decisions": [t for t in ACTION.depuis(action) if t.nom in comite.DECISIONS],
    }


def _revenir(plan: Plan, action: UUID) -> HttpResponse:
    return redirect(plan.dossier.adresse("evaluation:comite") + f"#option-{action}")


@require_POST
def avis(request: Requete, identifiant: str, uuid: UUID, action: UUID) -> HttpResponse:
    plan = obtenir_plan(request, identifiant, uuid)
    objet: Action = obtenir_ligne(plan, "actions", action)  # type: ignore[assignment]
    autoriser(request.identite, "suivi.donner_avis", objet)
    formulaire = AvisForm(request.POST)
    if not formulaire.is_valid():
        messages.error(request, "Choisissez un avis parmi les trois, en 500 caractères au plus.")
        return _revenir(plan, action)
    try:
        comite.donner_un_avis(
            identite=request.identite,
            action=objet,
            choix=AvisDuComite(formulaire.cleaned_data["choix"]),
            commentaire=formulaire.cleaned_data["commentaire"],
        )
    except ValidationError as erreur:
        messages.error(request, erreur.messages[0])
    else:
        messages.success(request, f"Votre avis sur l’action {objet.code} est noté.")
    return _revenir(plan, action)


@require_POST
def decision(request: Requete, identifiant: str, uuid: UUID, action: UUID) -> HttpResponse:
    """Keep an action or set it aside."""
    plan = obtenir_plan(request, identifiant, uuid)
    objet: Action = obtenir_ligne(plan, "actions", action)  # type: ignore[assignment]
    autoriser(request.identite, "suivi.arbitrer", objet)
    formulaire = MotifForm(request.POST)
    if not formulaire.is_valid():
        messages.error(request, "Le motif est trop long : 500 caractères au plus.")
        return _revenir(plan, action)
    try:
        comite.decider(
            identite=request.identite,
            action=objet,
            version=formulaire.cleaned_data["version"] or objet.version,
            decision=request.POST.get("geste", ""),
            motif=formulaire.cleaned_data["motif"],
        )
    except ValidationError as erreur:
        messages.error(request, f"Action {objet.code} : {erreur.messages[0]}")
    except Conflit:
        messages.error(request, PERIME)
    except Refus as refus:
        messages.error(request, refus.message)
    return _revenir(plan, action)


@require_POST
def rang(request: Requete, identifiant: str, uuid: UUID, action: UUID) -> HttpResponse:
    """Up or down in the committee's order."""
    plan = obtenir_plan(request, identifiant, uuid)
    objet: Action = obtenir_ligne(plan, "actions", action)  # type: ignore[assignment]
    formulaire = SensForm(request.POST)
    if not formulaire.is_valid():
        raise Refus(400, "Ce déplacement n’existe pas. Rien n’a été changé.")
    try:
        comite.classer(identite=request.identite, action=objet, sens=formulaire.cleaned_data["sens"])
    except ValidationError as erreur:
        messages.error(request, erreur.messages[0])
    return _revenir(plan, action)
