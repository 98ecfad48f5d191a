"""How a convoked person is recognised without account: a signed cookie that travels to her dossier only."""

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from communs.dossiers.models import Dossier
from eclaireurs.evaluation.conclave.models import Convocation

NOM = "vigie_conclave"
_SEL = "evaluation.conclave.convocation"
DUREE = 60 * 60 * 24 * 60  # seconds: from the convocation to some days after the conclave


def poser(response: HttpResponse, convocation: Convocation) -> HttpResponse:
    """The jeton is in it: a convocation whose address is changed shuts the cookies it gave."""
    response.set_cookie(
        NOM,
        signing.dumps([convocation.pk, convocation.jeton], salt=_SEL),
        max_age=DUREE,
        path=convocation.dossier.get_absolute_url(),
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )
    return response


def convocation_de(request: HttpRequest, dossier: Dossier) -> Convocation | None:
    """The convocation that this device says it holds in this dossier, if it still stands."""
    try:
        cle, jeton = signing.loads(request.COOKIES.get(NOM, ""), salt=_SEL, max_age=DUREE)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    siennes = Convocation.objects.filter(pk=cle, jeton=jeton, conclave__dossier=dossier)
    return siennes.select_related("compte").first()
