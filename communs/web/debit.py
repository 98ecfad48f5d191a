"""Rate limits of our own forms: allauth's counter on the shared cache, our 429 page."""

from allauth.core import ratelimit
from django.http import HttpRequest

from communs.web.erreurs import Refus


def limiter(request: HttpRequest, action: str, taux: str, cle: str | None = None) -> None:
    """Count one `action`; `taux` as `5/1h/key,20/1h/ip` (amount / duration / per what).

    `cle` is what `key` counts. Raise Refus 429 past the rate. Lets through while Redis is away.
    """
    if not ratelimit.consume(request, app="vigie", action=action, config={action: taux}, key=cle):
        raise Refus(429, "")
