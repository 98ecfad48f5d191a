"""The platform's addresses plus an empty view: what the middleware and the server cost alone."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from config.urls import handler400, handler403, handler404, handler500
from config.urls import urlpatterns as _nos_adresses

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


def vide(request: HttpRequest) -> HttpResponse:
    return HttpResponse("")


urlpatterns = [path("vide/", vide, name="vide"), *_nos_adresses]
