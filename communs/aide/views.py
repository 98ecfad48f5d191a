from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from communs.aide.guide import ACCUEIL, lire, noms
from communs.web.cache_pages import page_publique


@require_safe
@page_publique
def guide(request: HttpRequest) -> HttpResponse:
    """Every page of the guide, by what one wants to do."""
    return render(request, "aide/page.html", {"page": lire(ACCUEIL)})


@require_safe
@page_publique
def page(request: HttpRequest, nom: str) -> HttpResponse:
    if nom not in noms():
        raise Http404("Cette page n’est pas dans le guide.")
    return render(request, "aide/page.html", {"page": lire(nom), "dans_le_guide": True})
