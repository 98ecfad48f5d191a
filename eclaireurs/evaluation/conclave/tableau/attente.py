"""Screens that only wait: the door, which costs six queries, is asked again every ten seconds at most.

In between, a screen that shows the latest version is told so and nothing else; as soon as there is
something to show, the door is asked before it is shown. Whoever loses her access therefore reads nothing
more, and is told why ten seconds later at most. Without Redis the door is asked each time.
"""

from hashlib import blake2b
from uuid import UUID

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from eclaireurs.evaluation.conclave.cookies import NOM
from eclaireurs.evaluation.conclave.portes import Convive

DUREE = 10  # seconds
Attente = tuple[int, Convive]  # the key of the table, who is waiting in front of it


def _cle(request: HttpRequest, uuid: UUID) -> str:
    """The same for the same device: nobody else has its signed cookies."""
    temoins = [request.COOKIES.get(nom, "") for nom in (settings.SESSION_COOKIE_NAME, NOM)]
    empreinte = blake2b("\n".join(temoins).encode(), digest_size=16).hexdigest()
    return f"tableau:{uuid}:attente:{empreinte}"


def lire(request: HttpRequest, uuid: UUID) -> Attente | None:
    """Who was let in a moment ago with these cookies, in this dossier."""
    gardee: Attente | None = cache.get(_cle(request, uuid))
    return gardee


def garder(request: HttpRequest, uuid: UUID, tableau: int, convive: Convive) -> None:
    """The door has just let her in."""
    cache.set(_cle(request, uuid), (tableau, convive), DUREE)
