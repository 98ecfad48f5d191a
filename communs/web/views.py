"""The pages that belong to no domain: home, legal pages, gallery, health."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.module_loading import import_string
from django.views.decorators.http import require_safe

from communs.web import galerie as exemples
from communs.web import rgpd, sante
from communs.web.cache_pages import page_publique


@require_safe
@page_publique
def accueil(request: HttpRequest) -> HttpResponse:
    return render(request, "web/accueil.html")


@require_safe
@page_publique
def mentions_legales(request: HttpRequest) -> HttpResponse:
    return render(request, "web/mentions_legales.html", {"editeur": settings.VIGIE_EDITEUR})


@require_safe
@page_publique
def accessibilite(request: HttpRequest) -> HttpResponse:
    return render(request, "web/accessibilite.html", {"editeur": settings.VIGIE_EDITEUR})


@require_safe
@page_publique
def donnees_personnelles(request: HttpRequest) -> HttpResponse:
    """The register of processing activities, as it is kept in the code that applies it."""
    registre = import_string(settings.VIGIE_REGISTRE)
    return render(
        request,
        "web/donnees_personnelles.html",
        {"traitements": registre, "editeur": settings.VIGIE_EDITEUR},
    )


@require_safe
@page_publique
def effacement(request: HttpRequest) -> HttpResponse:
    """What an erasure removes, what it leaves and why: the very lines the apps declare."""
    sorts = [
        {"nom": sort.value, "traces": rgpd.traces(sort), "pourquoi": sort is not rgpd.Sort.EFFACE}
        for sort in rgpd.Sort
    ]
    return render(request, "web/effacement.html", {"sorts": sorts})


@require_safe
def galerie(request: HttpRequest) -> HttpResponse:
    """Every component, in every state, on one page: what designers and tests look at."""
    return render(request, "web/galerie.html", exemples.contexte())


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    fermees = (
        *("/sonar/resultats/", "/espace/", "/compte/", "/dossiers/", "/echeances/", "/api/v1/"),
        *("/nuancier/sessions/", "/nuancier/rejoindre/"),
    )
    lignes = ["User-agent: *", *(f"Disallow: {chemin}" for chemin in fermees)]
    lignes += ["", f"Sitemap: {settings.VIGIE_ADRESSE}{reverse('plan')}", ""]
    return HttpResponse("\n".join(lignes), content_type="text/plain; charset=utf-8")


@require_safe
def sante_vivant(request: HttpRequest) -> HttpResponse:
    return JsonResponse({"vivant": True})


@require_safe
def sante_pret(request: HttpRequest) -> HttpResponse:
    bilan = sante.bilan(sante.controler())
    return JsonResponse(bilan, status=200 if bilan["pret"] else 503)


@require_safe
def sante_complete(request: HttpRequest) -> HttpResponse:
    """Both answers for a person who looks: always 200 while this process is alive."""
    return JsonResponse({"vivant": True, **sante.bilan(sante.controler())})
