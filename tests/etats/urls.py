"""The platform, plus one page whose buttons are the transitions of the test's own table."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import include, path

from communs.collectivites.middleware import Requete
from communs.dossiers.acces import obtenir_dossier
from communs.etats.views import franchir_et_revenir
from tests.outils.essai import TABLE


def gestes(request: Requete, identifiant: str, uuid: UUID) -> HttpResponse:
    dossier = obtenir_dossier(request, identifiant, uuid)
    if request.method == "POST":
        return franchir_et_revenir(request, TABLE, dossier, retour=request.path)
    contexte = {
        "objet": dossier,
        "gestes": TABLE.offertes(dossier, request.identite),
        "cible": request.path,
        "messages": [],
    }
    return render(request, "etats/_gestes.html", contexte)


urlpatterns = [
    path("espace/<slug:identifiant>/dossiers/<uuid:uuid>/essai/", gestes, name="essai"),
    path("", include("config.urls")),
]
