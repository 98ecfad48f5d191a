"""The history of a teinte: any version seen, two compared, one restored."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communs.collectivites.identite import autoriser
from communs.collectivites.middleware import Requete
from communs.etats.services import Conflit
from communs.web.cache_pages import page_publique
from communs.web.erreurs import Refus
from nuancier.models import Teinte, Version
from nuancier.vie import versions as service
from nuancier.vie.acces import obtenir_teinte
from nuancier.vie.differences import comparer, groupes
from nuancier.vie.forms import EditionForm

PAR_PAGE = 30
PERIMEE = "La teinte a changé pendant que vous lisiez : regardez la dernière version, puis recommencez."


@require_safe
@page_publique
def versions(request: Requete, code: str) -> HttpResponse:
    teinte = obtenir_teinte(request, code)
    page = Paginator(teinte.versions.avec_auteurs(), PAR_PAGE).get_page(request.GET.get("page"))
    contexte = {"teinte": teinte, "page": page, "form": EditionForm(initial={"version": teinte.version})}
    return render(request, "nuancier/vie/versions.html", contexte)


@require_safe
@page_publique
def version(request: Requete, code: str, numero: int) -> HttpResponse:
    """One version as it was, and what it changed."""
    teinte = obtenir_teinte(request, code)
    presente = _version(teinte, numero)
    precedente = teinte.versions.filter(numero__lt=numero).first()
    derniere = teinte.versions.values_list("numero", flat=True).first()
    fiche = service.fiche_de(presente)
    return render(
        request,
        "nuancier/vie/version.html",
        {
            "teinte": teinte,
            "version": presente,
            "precedente": precedente,
            "derniere": derniere,
            "groupes": groupes(fiche),
            "differences": comparer(service.fiche_de(precedente), fiche) if precedente else (),
            "form": EditionForm(initial={"version": teinte.version}),
        },
    )


@require_safe
@page_publique
def comparaison(request: Requete, code: str, avant: int, apres: int) -> HttpResponse:
    teinte = obtenir_teinte(request, code)
    une, autre = _version(teinte, avant), _version(teinte, apres)
    differences = comparer(service.fiche_de(une), service.fiche_de(autre))
    contexte = {"teinte": teinte, "avant": une, "apres": autre, "differences": differences}
    return render(request, "nuancier/vie/comparaison.html", contexte)


def _version(teinte: Teinte, numero: int) -> Version:
    presente = teinte.versions.avec_auteurs().filter(numero=numero).first()
    if presente is None:
        raise Http404
    return presente


@require_POST
def restaurer(request: Requete, code: str, numero: int) -> HttpResponse:
    teinte = obtenir_teinte(request, code)
    autoriser(request.identite, "nuancier.editer")
    ancienne = get_object_or_404(Version.objects.select_related("teinte"), teinte=teinte, numero=numero)
    form = EditionForm(request.POST)
    ici = reverse("nuancier:version", args=[code, numero])
    if not form.is_valid():
        messages.error(request, "Dites pourquoi vous revenez à cette version, en 300 caractères au plus.")
        return redirect(ici)
    try:
        nouvelle = service.restaurer(
            identite=request.identite,
            version=ancienne,
            version_lue=form.cleaned_data["version"],
            motif=form.cleaned_data["motif"],
        )
    except Conflit as conflit:
        raise Refus(409, PERIMEE) from conflit
    messages.success(request, f"C’est fait : la version {nouvelle.numero} redit ce que disait celle-là.")
    return redirect("nuancier:versions", code)


@require_http_methods(["GET", "HEAD", "POST"])
def retirer(request: Requete, code: str) -> HttpResponse:
    """Take a teinte out of the chart, with a reason."""
    teinte = obtenir_teinte(request, code)
    autoriser(request.identite, "nuancier.editer")
    form = EditionForm(request.POST or None, initial={"version": teinte.version})
    if form.is_valid():
        service.retirer(identite=request.identite, teinte=teinte, motif=form.cleaned_data["motif"])
        messages.success(request, f"La teinte {code} n’est plus dans le Nuancier. Vous pouvez la remettre.")
        return redirect("nuancier:versions", code)
    contexte = {"teinte": teinte, "form": form}
    return render(request, "nuancier/vie/retirer.html", contexte, status=422 if form.is_bound else 200)


@require_POST
def remettre(request: Requete, code: str) -> HttpResponse:
    teinte = obtenir_teinte(request, code)
    autoriser(request.identite, "nuancier.editer")
    service.remettre(identite=request.identite, teinte=teinte)
    messages.success(request, f"La teinte {code} est de nouveau dans le Nuancier.")
    return redirect(teinte)
