"""Rate limits of our own forms: allauth's counter on the shared cache, our 429 page."""

from allauth.core import ratelimit
from django.http import HttpRequest

from communs.web.erreurs import Refus


def limiter(request: HttpRequest, action: str, cle: str | None = None) -> None:
    """Count one `action`, whose rates stand in `settings.ACCOUNT_RATE_LIMITS`.

    `cle` is what a rate per `key` counts. Raise Refus 429 past a rate. Lets through while Redis is away.
    """
    if not ratelimit.consume(request, action=action, key=cle):
        raise Refus(429, "")
