"""The frozen versions of the plan, what changed between two of them, and the amendments."""

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from communs.collectivites.identite import autoriser
from communs.collectivites.middleware import Requete
from eclaireurs.evaluation.suivi.amendements import est_fige
from eclaireurs.evaluation.suivi.calculs import Rangee, changements, comparer
from eclaireurs.evaluation.suivi.forms import GelForm
from eclaireurs.evaluation.suivi.models import Plan
from eclaireurs.evaluation.suivi.obtenir import obtenir_plan
from eclaireurs.evaluation.suivi.versions import geler, photographier

INVALIDE = 422
ACTUEL = "actuel"
AMENDEMENTS_PAR_PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
def versions(request: Requete, identifiant: str, uuid: UUID) -> HttpResponse:
    plan = obtenir_plan(request, identifiant, uuid)
    formulaire = GelForm(request.POST or None)
    if request.method == "POST":
        autoriser(request.identite, "suivi.arreter", plan)
        if formulaire.is_valid():
            try:
                version = geler(identite=request.identite, plan=plan, motif=formulaire.cleaned_data["motif"])
            except ValidationError as erreur:
                formulaire.add_error(None, erreur)
            else:
                messages.success(request, f"La version {version.numero} est gardée.")
                return redirect(plan.dossier.adresse("evaluation:versions"))
    nomme = request.identite.peut("dossiers.voir_les_personnes", plan)
    page = Paginator(plan.amendements.select_related("auteur__compte"), AMENDEMENTS_PAR_PAGE).get_page(
        request.GET.get("page")
    )
    noms = _noms(plan, nomme)
    return render(
        request,
        "evaluation/suivi/versions.html",
        {
            "dossier": plan.dossier,
            "plan": plan,
            "versions": plan.versions.select_related("auteur__compte").defer("contenu"),
            "fige": est_fige(plan),
            "page": page,
            "amendements": [(a, changements(a.avant, a.apres, noms)) for a in page],
            "nomme": nomme,
            "form": formulaire,
        },
        status=INVALIDE if formulaire.errors else 200,
    )


@require_safe
def comparaison(request: Requete, identifiant: str, uuid: UUID) -> HttpResponse:
    """What changed from one version to another, or to the plan of today."""
    plan = obtenir_plan(request, identifiant, uuid)
    numeros = list(plan.versions.values_list("numero", flat=True))
    if not numeros:
        return redirect(plan.dossier.adresse("evaluation:versions"))
    de, a = request.GET.get("de", str(numeros[-1])), request.GET.get("a", ACTUEL)
    noms = _noms(plan, request.identite.peut("dossiers.voir_les_personnes", plan))
    ecarts = comparer(_contenu(plan, de), _contenu(plan, a), noms)
    choix = [*((str(n), f"Version {n}") for n in numeros), (ACTUEL, "Le plan d’aujourd’hui")]
    return render(
        request,
        "evaluation/suivi/comparaison.html",
        {
            "dossier": plan.dossier,
            "plan": plan,
            "choix": choix,
            "de": de,
            "a": a,
            "nom_de": dict(choix)[de],
            "nom_a": dict(choix)[a],
            "ecarts": ecarts,
        },
    )


def _contenu(plan: Plan, laquelle: str) -> Sequence[Rangee]:
    """The rows of a version, or of today's plan; 404 for one that does not exist."""
    if laquelle == ACTUEL:
        return photographier(plan)
    numero = int(laquelle) if laquelle.isdecimal() and len(laquelle) < 5 else 0
    return get_object_or_404(plan.versions, numero=numero).contenu


def _noms(plan: Plan, nomme: bool) -> dict[str, str]:
    """People's names by identifier, as they are now: an erased person has none any more."""
    if not nomme:
        return {}
    gens = plan.dossier.participants.avec_noms().order_by("pk")
    return {str(p.uuid): p.nom_affiche for p in gens}
