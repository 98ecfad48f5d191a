from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from communs.collectivites.identite import Identite
from communs.collectivites.models import Compte

# Where the session keeps the secret links it has opened.
LAISSEZ_PASSER = "laissez_passer"


class Requete(HttpRequest):
    """What a view receives, for the type checker: `user` is a Compte wherever one must be signed in."""

    identite: Identite
    user: Compte


def identite(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Put `request.identite`, lazily: a page that asks nothing about its reader costs no query."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.identite = SimpleLazyObject(lambda: _identite_de(request))  # type: ignore[attr-defined]
        return get_response(request)

    return middleware


def _identite_de(request: HttpRequest) -> Identite:
    return Identite(
        compte=request.user if request.user.is_authenticated else None,
        laissez_passer=frozenset(UUID(uuid) for uuid in request.session.get(LAISSEZ_PASSER, ())),
    )
