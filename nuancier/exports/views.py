"""To take away: the page that offers every format, and each of them.

What is exported stands in the address (`?quoi=famille:3`, everything without it), so that a link may be
kept; the right to it is asked again at each download. `livret` carries no CSRF token, for the reasons of
a Sonar carnet: the gesture harms nobody, and its form stands on pages without a session.
"""

import hashlib
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import get_conditional_response
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from communs.collectivites.middleware import Requete
from communs.livrets.services import demander
from communs.web.debit import limiter
from nuancier.exports.formats import DOCUMENTS, FICHIERS
from nuancier.exports.selection import Selection, selectionner


def _selection(request: Requete) -> Selection:
    """404 for what does not exist, holds no teinte, or is not for this person."""
    trouvee = selectionner(request.GET.get("quoi", "tout"), request.identite)
    if trouvee is None:
        raise Http404
    return trouvee


@require_safe
def exporter(request: Requete) -> HttpResponse:
    """Every format of a selection, and what each is for."""
    contexte = {
        "selection": _selection(request),
        "documents": DOCUMENTS.values(),
        "fichiers": FICHIERS.values(),
    }
    response = render(request, "nuancier/exports/exporter.html", contexte)
    response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
def fichier(request: Requete, cle: str) -> Any:
    """A text export, at once; a browser that has it already is told so."""
    sorte = FICHIERS.get(cle)
    if sorte is None:
        raise Http404
    limiter(request, "nuancier_exporter")
    selection = _selection(request)
    contenu = sorte.ecrire(selection)
    etag = f'"{hashlib.sha256(contenu).hexdigest()[:32]}"'
    response: Any = get_conditional_response(request, etag=etag)
    if response is None:
        nom = f"{selection.fichier}{sorte.suffixe}"
        response = HttpResponse(
            contenu,
            content_type=sorte.type_mime,
            headers={"Content-Disposition": f'attachment; filename="{nom}"', "ETag": etag},
        )
    response["Cache-Control"] = "private, no-cache"
    response["X-Robots-Tag"] = "noindex"
    return response


@csrf_exempt
@require_POST
def livret(request: Requete, cle: str) -> HttpResponse:
    """Ask for an export that a worker makes; its own page says when it is ready."""
    sorte = DOCUMENTS.get(cle)
    if sorte is None:
        raise Http404
    limiter(request, "livrets_demander")
    return redirect(
        demander(
            gabarit=sorte.gabarit,
            objet=_selection(request),
            identite=request.identite,
            format=sorte.format,
        )
    )
