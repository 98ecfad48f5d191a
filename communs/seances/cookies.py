"""How a phone is recognised in a room without account: a signed cookie that travels to that room only."""

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from communs.seances.models import DUREE, Participation

NOM = "vigie_seance"
_SEL = "seances.participation"


def poser(response: HttpResponse, participation: Participation) -> HttpResponse:
    seance = participation.seance
    response.set_cookie(
        NOM,
        signing.dumps([seance.pk, participation.pk], salt=_SEL),
        max_age=int(DUREE.total_seconds()) * 2,
        path=seance.adresse_publique,
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )
    return response


def oter(response: HttpResponse, code: str) -> HttpResponse:
    response.delete_cookie(NOM, path=f"/s/{code}/", samesite="Lax")
    return response


def lire(request: HttpRequest) -> tuple[int, int] | None:
    """The séance and the participation that this phone says it has, as it was signed; no query."""
    try:
        seance, participation = signing.loads(request.COOKIES.get(NOM, ""), salt=_SEL, max_age=DUREE * 2)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return seance, participation


def participation_de(request: HttpRequest, code: str) -> Participation | None:
    """Who this phone is in the séance of this code, if she is still there."""
    dit = lire(request)
    if dit is None:
        return None
    ici = Participation.objects.filter(seance=dit[0], seance__code=code, seance__dossier__supprime_le=None)
    try:
        return ici.select_related("seance").get(pk=dit[1])
    except Participation.DoesNotExist:
        return None
