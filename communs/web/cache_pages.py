"""Public pages kept whole for readers without a session.

A view marked `@page_publique` answers the same to everybody who has neither session nor message:
its response is stored under a *generation*. Whoever changes public content calls
`perimer_pages()`, which changes the generation: every stored page is then out of date at once,
in all web processes. One round trip to Redis per page served.
"""

import functools
import uuid
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest, HttpResponse

DUREE = 600  # seconds; a safety net, `perimer_pages` does the real work
GENERATION = "pages:generation"

Vue = Callable[..., HttpResponse]


def page_publique(vue: Vue) -> Vue:
    """Mark a view whose page, for a reader without a session, depends on the address alone."""

    @functools.wraps(vue)
    def marquee(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = vue(request, *args, **kwargs)
        response.page_publique = True  # type: ignore[attr-defined]
        return response

    return marquee


def perimer_pages() -> None:
    """Put every stored page out of date once the current transaction is committed."""
    transaction.on_commit(lambda: cache.set(GENERATION, uuid.uuid4().hex, timeout=None))


def _cle(request: HttpRequest) -> str | None:
    """The page's key, or None when this request must not be answered from the cache."""
    cookies = request.COOKIES
    if (
        request.method not in ("GET", "HEAD")
        or request.META.get("QUERY_STRING")
        or settings.SESSION_COOKIE_NAME in cookies
        or "messages" in cookies
        or request.path.startswith("/sante/")  # must answer fast while Redis hangs
    ):
        return None
    chemin = quote(request.path)  # a key has no space; no public page has a longer address than this
    return f"page:{chemin}" if len(chemin) <= 200 else None


def cache_des_pages_publiques(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable:
    """Middleware: answer from the cache, or store what a `@page_publique` view has just answered."""

    def middleware(request: HttpRequest) -> HttpResponse:
        cle = _cle(request)
        if cle is None:
            return get_response(request)
        request.get_host()  # a stored page is for our hosts alone too: DisallowedHost answers 400
        trouve = cache.get_many((GENERATION, cle))
        # Read before the view runs: what is rendered from old content is stored as old.
        generation = trouve.get(GENERATION)
        page = trouve.get(cle)
        if page and page["generation"] == generation:
            gardee = HttpResponse(page["contenu"], headers=page["entetes"])
            gardee.page_publique = True  # type: ignore[attr-defined]
            return gardee
        response = get_response(request)
        if request.method == "GET" and response.status_code == 200 and _se_garde(response):
            entetes = {n: v for n, v in response.items() if n.lower() != "content-length"}
            cache.set(
                cle,
                {"generation": generation, "contenu": response.content, "entetes": entetes},
                timeout=DUREE,
            )
        return response

    return middleware


def _se_garde(response: HttpResponse) -> bool:
    return getattr(response, "page_publique", False) and not response.cookies
