"""Rate limits of our own forms: allauth's counter on the shared cache, our 429 page."""

from allauth.core.internal import ratelimit  # its public face counts no GET
from django.http import HttpRequest

from communs.web.erreurs import Refus


def depasse(request: HttpRequest, action: str, cle: str | None = None) -> bool:
    """Count one `action`, whose rates stand in `settings.ACCOUNT_RATE_LIMITS`; True past one of them.

    `cle` is what a rate per `key` counts. Lets through while Redis is away.
    """
    return not ratelimit.consume(request, app="allauth.account", action=action, key=cle, limit_get=True)


def limiter(request: HttpRequest, action: str, cle: str | None = None) -> None:
    """`depasse`, as a refusal: raise Refus 429 past a rate."""
    if depasse(request, action, cle):
        raise Refus(429, "")
