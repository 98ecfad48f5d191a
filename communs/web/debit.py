"""Rate limits of our own forms and of the API: allauth's counter on the shared cache, our 429.

allauth's public function counts no GET and tells no waiting time, hence the inner module.
"""

import math
import time

from allauth.core.internal import ratelimit
from django.core.cache import cache
from django.http import HttpRequest

from communs.web.erreurs import Refus

REGLAGES = "allauth.account"  # whose rates are read: `settings.ACCOUNT_RATE_LIMITS`


def depasse(request: HttpRequest, action: str, cle: str | None = None) -> bool:
    """Count one `action`, whose rates stand in `settings.ACCOUNT_RATE_LIMITS`; True past one of them.

    `cle` is what a rate per `key` counts. Lets through while Redis is away.
    """
    return _attente(request, action, cle) > 0


def limiter(request: HttpRequest, action: str, cle: str | None = None) -> None:
    """`depasse`, as a refusal: raise Refus 429 past a rate, with the seconds to wait."""
    secondes = _attente(request, action, cle)
    if secondes:
        raise Refus(429, "", attente=secondes)


def fermer_si_epuise(request: HttpRequest, action: str, cle: str | None = None) -> None:
    """Refuse (429) past a rate, without counting: for what counts only its failures, by `depasse`."""
    maintenant, secondes = time.time(), 0.0
    for taux in ratelimit.get_rates(app=REGLAGES, action=action):
        adresse = ratelimit.get_cache_key(request, app=REGLAGES, action=action, rate=taux, key=cle)
        vifs = [quand for quand in cache.get(adresse, []) if quand > maintenant - taux.duration]
        if len(vifs) >= taux.amount:  # latest first
            secondes = max(secondes, 1.0, vifs[-1] + taux.duration - maintenant)
    if secondes:
        raise Refus(429, "", attente=math.ceil(secondes))


def _attente(request: HttpRequest, action: str, cle: str | None) -> int:
    """Count one; seconds until every rate of `action` lets one more through, 0 when this one may pass.

    allauth also refuses when too many wait for the counter at once: that is nobody's fault, they pass.
    """
    if ratelimit.consume(request, app=REGLAGES, action=action, key=cle, limit_get=True):
        return 0
    fins = [0.0]
    for taux in ratelimit.get_rates(app=REGLAGES, action=action):
        recents = cache.get(
            ratelimit.get_cache_key(request, app=REGLAGES, action=action, rate=taux, key=cle), []
        )
        if len(recents) >= taux.amount:  # latest first: room comes when the oldest one expires
            fins.append(max(1.0, recents[-1] + taux.duration - time.time()))
    return math.ceil(max(fins))
