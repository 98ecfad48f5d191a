"""The table on the wall of the room: where things stand, read from the back. Nothing is written there."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from communs.collectivites.identite import autoriser
from communs.collectivites.middleware import Requete
from eclaireurs.evaluation.conclave.tableau import lecture
from eclaireurs.evaluation.conclave.tableau.salle import en_prive, entrer_dans_la_salle, le_tableau


@require_safe
def projection(request: Requete, identifiant: str, uuid: UUID) -> HttpResponse:
    """The wall; asked again with the version it shows (`?v=`), 204 while nothing has changed."""
    salle = entrer_dans_la_salle(request, identifiant, uuid)
    tableau = le_tableau(salle)
    autoriser(request.identite, "tableau.conduire", tableau)
    if request.GET.get("v") == str(tableau.version):
        return HttpResponse(status=204)
    sections = lecture.sections(tableau, lecture.preconisations(tableau))
    contexte = {
        "dossier": salle.dossier,
        "tableau": tableau,
        "sections": sections,
        "actions": sum(len(section.actions) for section in sections),
        "vides": sum(not section.actions for section in sections),
        "dernieres": lecture.dernieres(tableau),
    }
    return en_prive(render(request, "evaluation/tableau/projection.html", contexte))
