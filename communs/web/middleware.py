from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

PERMISSIONS_POLICY = ", ".join(
    f"{capteur}=()"
    for capteur in ("camera", "geolocation", "microphone", "payment", "usb", "browsing-topics")
)


def entetes(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Headers that Django does not set: no sensor for anybody, nothing personal kept by a proxy."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response["Permissions-Policy"] = PERMISSIONS_POLICY
        if "Cache-Control" not in response:
            public = getattr(response, "page_publique", False) and not response.cookies
            response["Cache-Control"] = "no-cache" if public else "private, no-store"
        return response

    return middleware


class ConnexionRequise(LoginRequiredMiddleware):
    """Closed by default: what needs no account is on one written list, and nowhere else.

    At `ADRESSES_SELON_L_OBJET`, the object asked for decides: the view sends to sign-in.
    """

    def process_view(
        self, request: HttpRequest, view_func: Callable, view_args: tuple, view_kwargs: dict
    ) -> HttpResponseBase | None:
        match = request.resolver_match
        if match is not None and sans_compte(match.view_name):
            return None
        if request.user.is_authenticated:
            return None
        return self.handle_no_permission(request, view_func)


def sans_compte(adresse: str) -> bool:
    """Whether this named address answers who is not signed in."""
    return adresse in settings.ADRESSES_PUBLIQUES or adresse in settings.ADRESSES_SELON_L_OBJET
