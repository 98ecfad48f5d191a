"""A GET that writes to the database fails the test that makes it."""

import re
from collections.abc import Callable

from django.db import connection
from django.http import HttpRequest, HttpResponse

ECRITURE = re.compile(r"\s*(INSERT|UPDATE|DELETE|TRUNCATE)\b", re.IGNORECASE)

# The return from the identity provider signs in, and the protocol makes it a GET; `state` guards it.
# A secret link opens into the session, and nowhere else.
SAUF = ("/compte/oidc/retour/", "/dossiers/lien/")


class EcritureEnLecture(AssertionError):
    pass


def _refuser(execute, sql, params, many, context):
    if ECRITURE.match(str(sql)):
        raise EcritureEnLecture(f"Écriture pendant un GET : {str(sql)[:200]}")
    return execute(sql, params, many, context)


def refuser_les_ecritures_en_lecture(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable:
    def middleware(request: HttpRequest) -> HttpResponse:
        if request.method not in ("GET", "HEAD", "OPTIONS") or request.path.startswith(SAUF):
            return get_response(request)
        with connection.execute_wrapper(_refuser):
            return get_response(request)

    return middleware
