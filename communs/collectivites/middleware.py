from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from communs.collectivites.identite import PERSONNE, Identite
from communs.collectivites.models import Compte


class Requete(HttpRequest):
    """What a view receives, for the type checker: `user` is a Compte wherever one must be signed in."""

    identite: Identite
    user: Compte


def identite(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Put `request.identite`, lazily: a page that asks nothing about its reader costs no query."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.identite = SimpleLazyObject(  # type: ignore[attr-defined]
            lambda: Identite(request.user) if request.user.is_authenticated else PERSONNE
        )
        return get_response(request)

    return middleware
