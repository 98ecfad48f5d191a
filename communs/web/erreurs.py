"""Error pages: a clear French sentence that says what to do, never a trace.

A view refuses by raising; `Refus` carries the cases Django has no exception for.
"""

from collections.abc import Callable

from django.core.exceptions import RequestDataTooBig, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader


class Refus(Exception):
    """A request that cannot be served; `message` is shown as it is, in French.

    `attente`: seconds after which the same request may be sent again (`Retry-After`).
    """

    def __init__(self, code: int, message: str, attente: int | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.attente = attente


class RefusEnPage:
    """Middleware: turn `Refus`, oversized posts and addresses that nothing can have into their page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Nothing of ours holds a NUL, which the database refuses to look for.
        for nom in [nom for nom, valeur in request.COOKIES.items() if "\0" in valeur]:
            del request.COOKIES[nom]
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view_func: Callable, view_args: tuple, view_kwargs: dict
    ) -> HttpResponse | None:
        return page(request, 404) if "\0" in request.path_info else None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Refus):
            response = page(request, exception.code, exception.message)
            if exception.attente:
                response["Retry-After"] = str(exception.attente)
            return response
        if isinstance(exception, RequestDataTooBig | TooManyFilesSent):
            return page(request, 413)
        return None


def page(request: HttpRequest, code: int, message: str = "") -> HttpResponse:
    """The error page of this HTTP status, from `templates/<code>.html` (400 when it has none)."""
    gabarit = loader.select_template([f"{code}.html", "400.html"]).template.name
    return render(request, gabarit, {"message": message, "code": code}, status=code)


def requete_incorrecte(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig | TooManyFilesSent):
        return page(request, 413)
    return page(request, 400)


def acces_refuse(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return page(request, 403, str(exception or ""))


def page_absente(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return page(request, 404)


def csrf(request: HttpRequest, reason: str = "") -> HttpResponse:
    return page(
        request,
        403,
        "Votre formulaire est resté ouvert trop longtemps, ou votre navigateur refuse les cookies. "
        "Revenez à la page précédente, rechargez-la et recommencez.",
    )


def panne(request: HttpRequest) -> HttpResponse:
    """500: depends on nothing that may be what has just broken."""
    return HttpResponse(loader.render_to_string("500.html"), status=500)
