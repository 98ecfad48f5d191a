from django.core.exceptions import TooManyFieldsSent
from django.http import HttpResponse, QueryDict
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from communs.collectivites.middleware import Requete
from communs.web.debit import limiter
from communs.web.erreurs import Refus
from veille.flux.oai.reponses import repondre

GENRE = "text/xml; charset=utf-8"
TROP = "Trop de demandes : reprenez dans {secondes} secondes, là où vous en étiez.\n"


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def oai(request: Requete) -> HttpResponse:
    """The repository for harvesters. It only reads, a post included: hence no CSRF token.

    Past the rate, 503 and the seconds to wait: what the protocol has harvesters understand, unlike 429.
    """
    try:
        limiter(request, "veille_oai")
    except Refus as refus:
        return HttpResponse(
            TROP.format(secondes=refus.attente),
            status=503,
            content_type="text/plain; charset=utf-8",
            headers={"Retry-After": str(refus.attente)},
        )
    try:
        recus: QueryDict | None = request.POST if request.method == "POST" else request.GET
    except TooManyFieldsSent:
        recus = None
    arguments = {nom: recus.getlist(nom) for nom in recus} if recus is not None else {}
    return HttpResponse(repondre(arguments), content_type=GENRE)
