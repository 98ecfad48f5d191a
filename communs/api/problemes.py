"""Every error under /api/ is a problem document (RFC 9457): one handler, whoever refused.

Views raise (`Refus`, `Http404`, `ParametresInvalides`, the framework's own); what is refused before
or after a view — unknown address, method, host, breakdown — is rewritten by the middleware.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import quote

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from rest_framework.exceptions import APIException, ValidationError

from communs.api.genres import INVALIDE, Genre, genre_de
from communs.web.erreurs import Refus

TYPE = "application/problem+json"
RACINE = "/api/"
LECTURES = ("GET", "HEAD")
METHODE_VOULUE = "Access-Control-Request-Method"
PERMISSION = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": ", ".join(LECTURES),
    "Access-Control-Allow-Headers": "If-None-Match",
    "Access-Control-Max-Age": "86400",
    "Vary": METHODE_VOULUE,
}

Erreur = dict[str, str]


class ParametresInvalides(Exception):
    """Values of the address that a form refused; `erreurs` as Django's `form.errors`."""

    def __init__(self, erreurs: Mapping[str, Any]) -> None:
        super().__init__(str(erreurs))
        self.erreurs = [
            {"parameter": nom, "detail": str(message)}
            for nom, messages in erreurs.items()
            for message in messages
        ]


def pointeur(*chemin: object) -> str:
    """Where a value stands in the body: a JSON Pointer (RFC 6901) as the fragment of an address."""
    pas_echappes = (str(pas).replace("~", "~0").replace("/", "~1") for pas in chemin)
    return "#" + "".join("/" + quote(pas, safe="!$&'()*+,;=:@?", errors="replace") for pas in pas_echappes)


def traiter(exception: Exception, contexte: dict[str, Any]) -> HttpResponse | None:
    """Exception handler of the framework: the problem, or None for a breakdown (logged, then 500)."""
    chemin = contexte["request"].path
    match exception:
        case ValidationError():
            return _reponse(INVALIDE, chemin, erreurs=list(_aplatir(exception.detail)))
        case ParametresInvalides():
            return _reponse(INVALIDE, chemin, erreurs=exception.erreurs)
        case Refus():
            response = _reponse(genre_de(exception.code), chemin, exception.message, exception.code)
            if exception.attente:
                response["Retry-After"] = str(exception.attente)
            return response
        case APIException():
            response = _reponse(genre_de(exception.status_code), chemin, code=exception.status_code)
            if exception.status_code == 405:
                response["Allow"] = ", ".join(contexte["view"].allowed_methods)
            return response
        case Http404():
            return _reponse(genre_de(404), chemin)
        case PermissionDenied():
            return _reponse(genre_de(403), chemin)
        case RequestDataTooBig():
            return _reponse(genre_de(413), chemin)
    return None


def erreurs_de_l_api(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable:
    """Middleware: under /api/, no error leaves as a page; reading is open to every origin.

    The API looks at no cookie: what a page of another site reads here is what anybody reads. A browser
    asks first before it sends `If-None-Match` from there; writing gets no such leave.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(RACINE):
            return get_response(request)
        if request.method == "OPTIONS" and request.headers.get(METHODE_VOULUE) in LECTURES:
            return HttpResponse(status=204, headers=PERMISSION)
        response = get_response(request)
        if response.status_code >= 400 and response.get("Content-Type") != TYPE:
            # In place: the headers that the house and the refusal have put stay.
            code = response.status_code
            response.content = _octets(document(genre_de(code), request.path, code=code))
            response["Content-Type"] = TYPE
            response["Content-Length"] = str(len(response.content))
        if request.method in LECTURES:
            response["Access-Control-Allow-Origin"] = "*"
            response["Access-Control-Expose-Headers"] = "ETag, Retry-After, X-Request-ID"
        return response

    return middleware


def document(
    genre: Genre, chemin: str, detail: str = "", code: int | None = None, erreurs: list[Erreur] | None = None
) -> dict[str, Any]:
    """The problem as RFC 9457 writes it; `detail` is what to do when nothing more precise is known."""
    membres: dict[str, Any] = {
        "type": genre.adresse,
        "title": genre.titre,
        "status": code or genre.code,
        "detail": detail or genre.que_faire,
        "instance": chemin,
    }
    return membres if erreurs is None else membres | {"errors": erreurs}


def exemple() -> str:
    """What the page of problems shows."""
    erreurs = [{"pointer": pointeur("reponses", "philosophie"), "detail": "Choisissez une réponse."}]
    lu = document(INVALIDE, f"{RACINE}v1/sonar/feuilles/3f0c9a…/", erreurs=erreurs)
    return json.dumps(lu, ensure_ascii=False, indent=2)


def _reponse(genre: Genre, chemin: str, *args: Any, **kwargs: Any) -> HttpResponse:
    lu = document(genre, chemin, *args, **kwargs)
    return HttpResponse(_octets(lu), content_type=TYPE, status=lu["status"])


def _octets(lu: dict[str, Any]) -> bytes:
    return json.dumps(lu, ensure_ascii=False).encode("utf-8", "replace")


def _aplatir(detail: Any, chemin: tuple[object, ...] = ()) -> Iterator[Erreur]:
    """The framework's nested errors, one line per message with the place it is about."""
    if isinstance(detail, dict):
        for nom, dedans in detail.items():
            yield from _aplatir(dedans, chemin if nom == "non_field_errors" else (*chemin, nom))
    elif isinstance(detail, list):
        for rang, dedans in enumerate(detail):
            yield from _aplatir(dedans, (*chemin, rang) if isinstance(dedans, dict) else chemin)
    else:
        yield {"pointer": pointeur(*chemin), "detail": str(detail)}
