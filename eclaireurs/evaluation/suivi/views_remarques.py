"""A recommendation with what was said of it."""

from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from communs.collectivites.identite import autoriser
from communs.collectivites.middleware import Requete
from eclaireurs.evaluation.suivi import remarques
from eclaireurs.evaluation.suivi.forms import RemarqueForm
from eclaireurs.evaluation.suivi.models import Plan, Remarque
from eclaireurs.evaluation.suivi.obtenir import obtenir_plan

INVALIDE = 422


@require_http_methods(["GET", "HEAD", "POST"])
def preconisation(request: Requete, identifiant: str, uuid: UUID, preconisation: UUID) -> HttpResponse:
    """Its text, its remarks, and the way to add one."""
    plan = obtenir_plan(request, identifiant, uuid)
    objet = get_object_or_404(plan.dossier.rapport.preconisations, uuid=preconisation)
    formulaire = RemarqueForm(request.POST or None, initial={"demande": uuid4()})
    if request.method == "POST":
        autoriser(request.identite, "suivi.remarquer", plan)
        if formulaire.is_valid():
            try:
                remarques.remarquer(
                    identite=request.identite,
                    plan=plan,
                    preconisation=objet,
                    texte=formulaire.cleaned_data["texte"],
                    demande=formulaire.cleaned_data["demande"] or uuid4(),
                )
            except ValidationError as erreur:
                formulaire.add_error(None, erreur)
            else:
                return redirect(_adresse(plan, objet.uuid))
    return render(
        request,
        "evaluation/suivi/preconisation.html",
        {
            "dossier": plan.dossier,
            "plan": plan,
            "preconisation": objet,
            "services": objet.services.order_by("nom"),
            "remarques": objet.remarques.filter(plan=plan).select_related("auteur__compte"),
            "nomme": request.identite.peut("dossiers.voir_les_personnes", plan),
            "form": formulaire,
        },
        status=INVALIDE if formulaire.errors else 200,
    )


def _adresse(plan: Plan, preconisation: UUID) -> str:
    return plan.dossier.adresse("evaluation:preconisation", preconisation) + "#remarques"


def _obtenir(plan: Plan, remarque: UUID) -> Remarque:
    lues = Remarque.objects.select_related("preconisation", "auteur")
    objet = get_object_or_404(lues, plan=plan, uuid=remarque)
    objet.plan = plan
    return objet


@require_http_methods(["GET", "HEAD", "POST"])
def remarque(request: Requete, identifiant: str, uuid: UUID, remarque: UUID) -> HttpResponse:
    """Say otherwise what one has said."""
    plan = obtenir_plan(request, identifiant, uuid)
    objet = _obtenir(plan, remarque)
    autoriser(request.identite, "suivi.reprendre_remarque", objet)
    formulaire = RemarqueForm(request.POST or None, initial={"texte": objet.texte})
    if request.method == "POST" and formulaire.is_valid():
        remarques.reprendre(identite=request.identite, remarque=objet, texte=formulaire.cleaned_data["texte"])
        return redirect(_adresse(plan, objet.preconisation.uuid))
    contexte = {"dossier": plan.dossier, "remarque": objet, "form": formulaire}
    return render(
        request, "evaluation/suivi/remarque.html", contexte, status=INVALIDE if formulaire.errors else 200
    )


@require_POST
def retirer(request: Requete, identifiant: str, uuid: UUID, remarque: UUID) -> HttpResponse:
    plan = obtenir_plan(request, identifiant, uuid)
    objet = _obtenir(plan, remarque)
    remarques.retirer(identite=request.identite, remarque=objet)
    return redirect(_adresse(plan, objet.preconisation.uuid))
