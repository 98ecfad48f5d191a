"""The fête as everybody sees it: its programme, its calendar, what is printed of it."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from communs.collectivites.middleware import Requete
from communs.livrets.services import demander
from eclaireurs.evaluation.fete import agenda as calendrier
from eclaireurs.evaluation.fete import lecture
from eclaireurs.evaluation.fete import version as tours
from eclaireurs.evaluation.fete.enums import BILAN, PROGRAMME, EtatFete
from eclaireurs.evaluation.fete.models import Fete
from eclaireurs.evaluation.fete.obtenir import obtenir_collectivite, obtenir_fete
from eclaireurs.evaluation.fete.transitions import FETE

LIVRETS = {"bilan": BILAN, "programme": PROGRAMME}


@require_safe
def liste(request: Requete, identifiant: str) -> HttpResponse:
    collectivite = obtenir_collectivite(request, identifiant)
    fetes = Fete.objects.visibles_par(request.identite).filter(collectivite=collectivite)
    contexte = {
        "collectivite": collectivite,
        "fetes": fetes.select_related("collectivite").order_by("-le"),
    }
    return render(request, "evaluation/fete/liste.html", contexte)


@require_safe
def fete(request: Requete, identifiant: str, uuid: UUID) -> HttpResponse:
    """The programme: what is held, where, when, and who comes."""
    objet = obtenir_fete(request, identifiant, uuid)
    tour = tours.lire(objet.uuid)  # before what it dates
    return render(
        request,
        "evaluation/fete/fete.html",
        {
            "collectivite": objet.collectivite,
            "fete": objet,
            "programme": lecture.programme(objet, request.identite.compte),
            "gestes": FETE.offertes(objet, request.identite),
            "version": tour,
        },
    )


@require_safe
def version(request: Requete, identifiant: str, uuid: UUID) -> HttpResponse:
    """204 when nothing has changed since `?v=`, else the new version: a number, for who knows the address."""
    actuelle = tours.lire(uuid)
    if not actuelle:
        raise Http404
    if actuelle == request.GET.get("v"):
        return HttpResponse(status=204)
    return HttpResponse(actuelle, content_type="text/plain")


@require_safe
def agenda(request: Requete, identifiant: str, uuid: UUID) -> HttpResponse:
    """The day, and the sessions to which the reader goes, for her own calendar."""
    objet = obtenir_fete(request, identifiant, uuid)
    response = HttpResponse(
        calendrier.ecrire(objet, lecture.programme(objet, request.identite.compte)),
        content_type="text/calendar; charset=utf-8",
    )
    response["Content-Disposition"] = f'attachment; filename="fete-de-l-evaluation-{objet.le.year}.ics"'
    return response


@require_POST
def imprimer(request: Requete, identifiant: str, uuid: UUID, lequel: str) -> HttpResponse:
    objet = obtenir_fete(request, identifiant, uuid)
    if lequel not in LIVRETS:
        raise Http404
    if lequel == "bilan" and objet.etat not in {EtatFete.OUVERTE, EtatFete.CLOSE}:
        raise Http404
    return redirect(demander(gabarit=LIVRETS[lequel], objet=objet, identite=request.identite))
