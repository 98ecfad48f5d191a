"""Serving a stored file. The caller has obtained it through its own `visibles_par`, at this very request."""

from collections.abc import Iterator
from typing import IO
from urllib.parse import quote

from django.conf import settings
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header

from communs.fichiers.calculs import tranche
from communs.fichiers.enums import Etat, Rendu, TypeFichier
from communs.fichiers.formats import JPEG
from communs.fichiers.models import Fichier
from communs.web.erreurs import Refus

EN_PREPARATION = "Ce fichier est encore en préparation. Revenez dans quelques instants."
PARTI = "Ce fichier n’est plus sur le serveur."
# Shown in the page; anything else is only ever downloaded.
_EN_LIGNE = {TypeFichier.IMAGE, TypeFichier.SON, TypeFichier.VIDEO}
_BLOC = 64 * 1024


def servir(
    request: HttpRequest, fichier: Fichier, *, rendu: str = Rendu.ORIGINAL, telecharger: bool = False
) -> HttpResponseBase:
    """Answer with the file, whole or in part (Range). The rights are the caller's to check, each time.

    Raise Refus 409 while it is being prepared, 410 if it was refused or lost, Http404 for a rendition
    that this kind of file does not have.
    """
    nom, mime = _choisir(fichier, rendu)
    etag = f'"{fichier.empreinte[:40]}-{rendu}"'
    inchange = get_conditional_response(request, etag=etag)
    if inchange is not None:
        return _entetes(inchange, etag)
    en_ligne = fichier.type in _EN_LIGNE and not telecharger
    if settings.VIGIE_RENVOI_INTERNE:
        response: HttpResponseBase = HttpResponse()
        response["X-Accel-Redirect"] = settings.VIGIE_RENVOI_INTERNE + quote(nom)
    else:
        response = _lire(request, nom, etag)
    if response.status_code != 416:
        response["Content-Type"] = f"{mime}; charset=utf-8" if mime.startswith("text/") else mime
        response["Content-Disposition"] = (
            content_disposition_header(not en_ligne, fichier.nom) or "attachment"
        )
    return _entetes(response, etag)


def _choisir(fichier: Fichier, rendu: str) -> tuple[str, str]:
    if fichier.etat == Etat.REFUSE:
        raise Refus(410, fichier.motif)
    if fichier.etat != Etat.PRET:
        raise Refus(409, EN_PREPARATION)
    if rendu == Rendu.ORIGINAL:
        return fichier.original, fichier.mime
    nom = {"apercu": fichier.apercu, "vignette": fichier.vignette}.get(str(rendu), "")
    if not nom:
        raise Http404
    return nom, JPEG.mime


def _lire(request: HttpRequest, nom: str, etag: str) -> HttpResponseBase:
    """The file by our own hands: whole, a part of it (206), or nothing (416)."""
    try:
        flux = default_storage.open(nom)
    except FileNotFoundError as erreur:
        raise Refus(410, PARTI) from erreur
    taille = flux.size
    demande = request.headers.get("Range", "")
    if request.headers.get("If-Range", etag) != etag:
        demande = ""
    try:
        bornes = tranche(demande, taille)
    except ValueError:
        flux.close()
        response = HttpResponse(status=416)
        response["Content-Range"] = f"bytes */{taille}"
        return response
    if bornes is None:
        entier = FileResponse(flux)
        entier["Content-Length"] = str(taille)
        return entier
    premier, dernier = bornes
    partie = StreamingHttpResponse(_morceaux(flux, premier, dernier - premier + 1), status=206)
    partie["Content-Range"] = f"bytes {premier}-{dernier}/{taille}"
    partie["Content-Length"] = str(dernier - premier + 1)
    return partie


def _morceaux(flux: IO[bytes], debut: int, reste: int) -> Iterator[bytes]:
    with flux:
        flux.seek(debut)
        while reste and (bloc := flux.read(min(_BLOC, reste))):
            reste -= len(bloc)
            yield bloc


def _entetes(response: HttpResponseBase, etag: str) -> HttpResponseBase:
    response["ETag"] = etag
    response["Accept-Ranges"] = "bytes"
    # A browser may keep the file, and asks each time whether it still has the right to it.
    response["Cache-Control"] = "private, no-cache"
    # Were something active to pass all the same, it would run nothing and reach nothing.
    response["Content-Security-Policy"] = "default-src 'none'; img-src 'self'; media-src 'self'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["X-Robots-Tag"] = "noindex"
    return response
