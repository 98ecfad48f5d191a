"""The baromètre: its page, and the same figures to take away."""

import json

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from communs.web.cache_pages import page_publique
from sonar import confidentialite, donnees_ouvertes, figures_barometre, panorama


@require_safe
@page_publique
def barometre(request: HttpRequest) -> HttpResponse:
    lu = panorama.lire()
    return render(
        request,
        "sonar/barometre.html",
        {
            "panorama": lu,
            "questions": [(mesure, figures_barometre.barres(mesure)) for mesure in lu.questions],
            "cadran": figures_barometre.cadran(lu.profil),
            "bandes": figures_barometre.bandes(lu.profil),
            "seuil": confidentialite.K,
            "minimum": confidentialite.MINIMUM,
        },
    )


@require_safe
@page_publique
def donnees_json(request: HttpRequest) -> HttpResponse:
    lu = panorama.lire()
    contenu = json.dumps(donnees_ouvertes.en_json(lu), ensure_ascii=False, indent=2)
    return _fichier(contenu, "application/json", donnees_ouvertes.nom_de_fichier(lu, ".json"))


@require_safe
@page_publique
def donnees_csv(request: HttpRequest) -> HttpResponse:
    lu = panorama.lire()
    contenu = donnees_ouvertes.en_csv(lu, tableur=False)
    return _fichier(contenu, "text/csv; charset=utf-8", donnees_ouvertes.nom_de_fichier(lu, ".csv"))


@require_safe
@page_publique
def donnees_tableur(request: HttpRequest) -> HttpResponse:
    lu = panorama.lire()
    contenu = donnees_ouvertes.en_csv(lu, tableur=True)
    return _fichier(contenu, "text/csv; charset=utf-8", donnees_ouvertes.nom_de_fichier(lu, "-tableur.csv"))


def _fichier(contenu: str, type_: str, nom: str) -> HttpResponse:
    return HttpResponse(
        contenu.encode(),
        content_type=type_,
        headers={
            "Content-Disposition": f'attachment; filename="{nom}"',
            "Access-Control-Allow-Origin": "*",  # open data: a page of another site may read it
            "Link": f'<{donnees_ouvertes.LICENCE_ADRESSE}>; rel="license"',
        },
    )
