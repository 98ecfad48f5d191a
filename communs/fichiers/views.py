"""The tus 1.0 protocol (creation, termination, expiration, checksum), and how a file is getting on.

Answers are for a script: JSON messages in French, which it shows. Each address is its owner's alone.
"""

import hashlib
import hmac
from collections.abc import Callable
from functools import wraps
from tempfile import SpooledTemporaryFile
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse, JsonResponse, UnreadablePostError
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import http_date
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from communs.collectivites.middleware import Requete
from communs.fichiers import services, televersements
from communs.fichiers.calculs import lire_metadonnees, lire_somme
from communs.fichiers.formats import GO
from communs.fichiers.models import Fichier, Televersement
from communs.web.debit import limiter
from communs.web.erreurs import Refus

VERSION = "1.0.0"
MORCEAU_MAX = 5 * 1024 * 1024
EXTENSIONS = "creation,termination,expiration,checksum"

_JETON = CsrfViewMiddleware(lambda request: HttpResponse())


def protocole(vue: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Check the version (412), say ours, turn a refusal into a message for the script.

    The token is checked here, not before: its refusal too must speak to the script.
    """

    @wraps(vue)
    def enveloppe(request: Requete, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "OPTIONS" and request.headers.get("Tus-Resumable") != VERSION:
            response = _refus(412, "Ce programme d’envoi parle une autre version du protocole tus.")
            response["Tus-Version"] = VERSION
        else:
            try:
                if _JETON.process_view(request, vue, args, kwargs) is not None:
                    raise Refus(403, "Cette page est ouverte depuis trop longtemps : rechargez-la.")
                response = vue(request, *args, **kwargs)
            except Refus as refus:
                response = _refus(
                    refus.code, refus.message or "Trop d’envois à la fois : patientez une minute."
                )
            except PermissionDenied as refus:
                response = _refus(403, str(refus) or "Cet envoi ne vous est pas permis.")
            except Http404:
                response = _refus(404, "Cet envoi n’existe pas ou n’existe plus : recommencez-le.")
            except ValidationError as refus:
                response = _refus(507 if refus.code == "place" else 422, refus.messages[0])
        response["Tus-Resumable"] = VERSION
        return response

    return csrf_exempt(enveloppe)


def _refus(code: int, message: str) -> HttpResponse:
    return JsonResponse({"message": message}, status=code)


@require_http_methods(["OPTIONS", "POST"])
@protocole
def televersements_vue(request: Requete) -> HttpResponse:
    """What this server can do (OPTIONS); begin an upload (POST) with a ticket from the form."""
    if request.method == "OPTIONS":
        response = HttpResponse(status=204)
        response["Tus-Version"] = VERSION
        response["Tus-Extension"] = EXTENSIONS
        response["Tus-Max-Size"] = str(GO)
        response["Tus-Checksum-Algorithm"] = "sha1,sha256"
        return response
    limiter(request, "fichiers_televerser")
    try:
        taille = int(request.headers.get("Upload-Length", ""))
        donnees = lire_metadonnees(request.headers.get("Upload-Metadata", ""))
    except ValueError as erreur:
        raise Refus(400, "L’annonce de ce fichier n’a pas été comprise.") from erreur
    collectivite = services.lire_billet(identite=request.identite, billet=donnees.get("billet", ""))
    televersement = televersements.ouvrir(
        identite=request.identite,
        collectivite=collectivite,
        nom=donnees.get("filename", ""),
        taille=taille,
    )
    response = _etat(HttpResponse(status=201), televersement)
    response["Location"] = reverse("fichiers:televersement", args=[televersement.uuid])
    return response


@require_http_methods(["HEAD", "PATCH", "DELETE"])
@protocole
def televersement(request: Requete, uuid: UUID) -> HttpResponse:
    """Where an upload stands (HEAD), its next piece (PATCH), give it up (DELETE)."""
    ligne = get_object_or_404(
        Televersement.objects.visibles_par(request.identite).select_related("fichier"), uuid=uuid
    )
    if request.method == "DELETE":
        televersements.abandonner(televersement=ligne)
        return HttpResponse(status=204)
    if request.method == "PATCH" and ligne.fichier is None:
        ligne = _morceau(request, ligne)
        televersements.conclure(televersement=ligne)
    return _etat(HttpResponse(status=200 if request.method == "HEAD" else 204), ligne)


def _morceau(request: Requete, ligne: Televersement) -> Televersement:
    """Read the piece before any lock is taken: a slow phone holds nobody else up."""
    if request.content_type != "application/offset+octet-stream":
        raise Refus(415, "Ce programme d’envoi n’annonce pas un morceau de fichier.")
    try:
        a = int(request.headers.get("Upload-Offset", ""))
        somme = lire_somme(request.headers.get("Upload-Checksum", ""))
    except ValueError as erreur:
        raise Refus(400, "L’annonce de ce morceau n’a pas été comprise.") from erreur
    if int(request.headers.get("Content-Length") or 0) > MORCEAU_MAX:
        raise Refus(413, "Ce morceau est trop grand : cinq mégaoctets au plus.")
    with SpooledTemporaryFile(max_size=MORCEAU_MAX) as morceau:
        octets = _lire(request, morceau)
        if somme is not None and not _conforme(morceau, *somme):
            raise Refus(460, "Ce morceau est arrivé abîmé : il est à renvoyer.")
        return televersements.ajouter(televersement=ligne, a=a, morceau=morceau, octets=octets)


def _lire(request: Requete, morceau: Any) -> int:
    """Copy what arrives; a connection that is cut keeps what came before."""
    octets = 0
    try:
        while bloc := request.read(64 * 1024):
            octets += len(bloc)
            if octets > MORCEAU_MAX:
                raise Refus(413, "Ce morceau est trop grand : cinq mégaoctets au plus.")
            morceau.write(bloc)
    except UnreadablePostError:
        if request.headers.get("Upload-Checksum"):
            raise Refus(400, "La connexion a été coupée.") from None
    return octets


def _conforme(morceau: Any, algorithme: str, somme: bytes) -> bool:
    morceau.seek(0)
    return hmac.compare_digest(hashlib.new(algorithme, morceau.read()).digest(), somme)


def _etat(response: HttpResponse, ligne: Televersement) -> HttpResponse:
    response["Upload-Offset"] = str(ligne.recu)
    response["Upload-Length"] = str(ligne.taille)
    response["Upload-Expires"] = http_date(ligne.expire_le.timestamp())
    response["Cache-Control"] = "no-store"
    if ligne.fichier is not None:
        response["Vigie-Fichier"] = str(ligne.fichier.uuid)
    return response


@require_safe
def fichier(request: Requete, uuid: UUID) -> HttpResponse:
    """How the preparation of one's own file is getting on, for the script that has just sent it."""
    ligne = get_object_or_404(Fichier.objects.deposes_par(request.identite), uuid=uuid)
    return JsonResponse(
        {
            "nom": ligne.nom,
            "etat": ligne.etat,
            "libelle": ligne.get_etat_display(),
            "motif": ligne.motif,
            "en_route": ligne.en_route,
        }
    )
