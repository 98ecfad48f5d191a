"""The first screen of a dossier: where it stands, what comes next, whose turn it is."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from communs.collectivites.middleware import Requete
from communs.dossiers.acces import obtenir_dossier
from communs.dossiers.genres import genre


@require_safe
def dossier(request: Requete, identifiant: str, uuid: UUID) -> HttpResponse:
    objet = obtenir_dossier(request, identifiant, uuid)
    outils = genre(objet.genre).outils
    return render(
        request,
        "dossiers/dossier.html",
        {
            "dossier": objet,
            "outils": [(outil, objet.adresse(outil.adresse), outil.etape(objet)) for outil in outils],
            "attentes": [a for outil in outils for a in outil.attentes(request.identite, objet)],
        },
    )
