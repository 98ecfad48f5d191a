"""A booklet's pages: where it stands, what it looks like, its file.

They need no account of their own: the gabarit's rule decides, asked again at each request. `refaire`
carries no CSRF token, for the same reasons as a Sonar result: the address is unguessable, the gesture
harms nobody, and a session cookie (SameSite=Lax) never travels with a post from another site.
"""

from typing import Any
from uuid import UUID

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.reauthentication import (
    is_reauthentication_required,
    raise_if_reauthentication_required,
)
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import get_conditional_response
from django.utils.http import urlencode
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from communs.collectivites.identite import autoriser
from communs.collectivites.middleware import Requete
from communs.livrets import services
from communs.livrets.enums import EN_ROUTE, Etat, Format
from communs.livrets.models import Livret
from communs.livrets.rendu import composer
from communs.web.discretion import secrete
from communs.web.erreurs import Refus

_OFFICE = "application/vnd.openxmlformats-officedocument"
TYPES: dict[str, str] = {
    Format.PDF: "application/pdf",
    Format.ZIP: "application/zip",
    Format.ODT: "application/vnd.oasis.opendocument.text",
    Format.DOCX: f"{_OFFICE}.wordprocessingml.document",
    Format.XLSX: f"{_OFFICE}.spreadsheetml.sheet",
}
PARTI = (
    "Ce fichier n’est pas disponible : il n’est pas encore prêt, ou il a expiré. Revenez à la page du livret."
)


def _obtenir(request: Requete, uuid: UUID) -> tuple[Livret, Any]:
    """The booklet and its object: 404 for who may not know of it, 403 without the right."""
    livret = get_object_or_404(Livret.objects.par_adresse(), uuid=uuid)
    objet = livret.sorte.obtenir(livret.reference, request.identite)
    if objet is None:
        raise Http404
    autoriser(request.identite, livret.sorte.permission, objet)
    return livret, objet


def _secrete(response: Any) -> Any:
    return secrete(response, "no-referrer")


@require_safe
def livret(request: Requete, uuid: UUID) -> HttpResponse:
    """Where the booklet stands; reloaded as often as wished, the row knows."""
    livret, objet = _obtenir(request, uuid)
    contexte = {
        "livret": livret,
        "tirage": livret.tirage,
        "archive": livret.format == Format.ZIP,
        "pagine": livret.format == Format.PDF,
        "retour": livret.sorte.retour(objet),
        "en_route": livret.tirage.etat in EN_ROUTE,
        "present": livret.tirage.etat == Etat.PRET and default_storage.exists(livret.tirage.fichier),
    }
    return _secrete(render(request, "livrets/livret.html", contexte))


@require_safe
def etat(request: Requete, uuid: UUID) -> HttpResponse:
    """The same, for the script of that page."""
    tirage = _obtenir(request, uuid)[0].tirage
    return _secrete(
        JsonResponse(
            {
                "etat": tirage.etat,
                "libelle": tirage.get_etat_display(),
                "progres": tirage.progres,
                "en_route": tirage.etat in EN_ROUTE,
            }
        )
    )


def _exiger_la_preuve(request: Requete, livret: Livret) -> None:
    """What holds everything about a person does not leave with whoever finds the browser open."""
    if livret.sorte.preuve:
        raise_if_reauthentication_required(request, app="allauth.account")


@require_safe
def page(request: Requete, uuid: UUID) -> HttpResponse:
    """The booklet as a web page: what the file is printed from."""
    livret, objet = _obtenir(request, uuid)
    if not livret.sorte.template:
        raise Http404
    return _secrete(HttpResponse(composer(livret.sorte, objet, livret.parametres).html))


@require_safe
def fichier(request: Requete, uuid: UUID) -> Any:
    livret, objet = _obtenir(request, uuid)
    if livret.sorte.preuve and is_reauthentication_required(request, app="allauth.account"):
        # Back to the page: a download leaves the browser where it is, on the password already given.
        preuve = get_adapter().get_reauthentication_methods(request.user)[0]["url"]
        return redirect(f"{preuve}?{urlencode({'next': livret.get_absolute_url()})}")
    tirage = livret.tirage
    if tirage.etat != Etat.PRET:
        raise Refus(410, PARTI)
    etag = f'"{tirage.empreinte}"'
    inchange = get_conditional_response(request, etag=etag)
    if inchange is not None:  # before opening the file, which an answer 304 would leave open
        return _revalidee(inchange)
    try:
        flux = default_storage.open(tirage.fichier)
    except FileNotFoundError as erreur:
        raise Refus(410, PARTI) from erreur
    response = FileResponse(
        flux,
        as_attachment=True,
        filename=f"{livret.sorte.fichier(objet)}.{livret.format}",
        content_type=TYPES[livret.format],
    )
    response["ETag"] = etag
    return _revalidee(response)


def _revalidee(response: Any) -> Any:
    """A browser may keep the file, and asks each time whether it still has the right to it."""
    response["Cache-Control"] = "private, no-cache"
    return _secrete(response)


@csrf_exempt
@require_POST
def refaire(request: Requete, uuid: UUID) -> HttpResponse:
    livret, _ = _obtenir(request, uuid)
    _exiger_la_preuve(request, livret)
    services.refaire(livret=livret, identite=request.identite)
    return redirect(livret)
