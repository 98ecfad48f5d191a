from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from communs.catalogue.forms import FormulaireRecherche
from communs.catalogue.recherche import chercher
from communs.web.cache_pages import page_publique


@require_safe
@page_publique
def recherche(request: HttpRequest) -> HttpResponse:
    form = FormulaireRecherche(request.GET)
    if not form.is_valid():
        return render(request, "catalogue/recherche.html", {"form": form, "resultats": None}, status=400)
    demande = form.cleaned_data
    resultats = chercher(
        q=demande["q"], mots=demande["mots"], type=demande["type"], page=demande["page"] or 1
    )
    return render(request, "catalogue/recherche.html", {"form": form, "resultats": resultats})
