"""Rate limits of our own forms: allauth's counter on the shared cache, our 429 page."""

from allauth.core.internal import ratelimit  # the public door never counts a GET
from django.http import HttpRequest

from communs.web.erreurs import Refus


def depasse(request: HttpRequest, action: str, cle: str | None = None, *, lectures: bool = False) -> bool:
    """Count one `action`, whose rates stand in `settings.ACCOUNT_RATE_LIMITS`; True past one of them.

    `cle` is what a rate per `key` counts. A GET is not counted, unless `lectures`. Lets through while
    Redis is away.
    """
    usage = ratelimit.consume(request, app="allauth.account", action=action, key=cle, limit_get=lectures)
    return usage is None


def limiter(request: HttpRequest, action: str, cle: str | None = None, *, lectures: bool = False) -> None:
    """`depasse`, as a refusal: raise Refus 429 past a rate."""
    if depasse(request, action, cle, lectures=lectures):
        raise Refus(429, "")
