"""Pages that only their address opens: no search engine keeps them, neither the next site nor our own logs
learn of them."""

import logging
import re
from typing import TypeVar

from django.http import HttpRequest
from django.http.response import HttpResponseBase

CHEMIN = re.compile(r"(https?://[^/\s]+)/\S*")

Reponse = TypeVar("Reponse", bound=HttpResponseBase)


def hors_index(response: Reponse) -> Reponse:
    """No search engine keeps this page, nor follows its links."""
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def secrete(response: Reponse, referent: str = "strict-origin") -> Reponse:
    """The address is a secret: neither search engines nor the next site may learn it.

    `referent` is its Referrer-Policy. `no-referrer` is for pages without a form: browsers would hide their
    origin when it is sent, and the form be refused.
    """
    response["Referrer-Policy"] = referent
    return hors_index(response)


class SansAdresse(logging.Filter):
    """In what Django logs of a request, the name of the page instead of its address; other sites lose
    their path. Which addresses are secret is nowhere listed: none is written.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        if isinstance(request, HttpRequest):
            del record.__dict__["request"]
            trouvee = request.resolver_match
            page = trouvee.view_name if trouvee is not None else "adresse non lue"
            record.__dict__["page"] = page
            if isinstance(record.args, tuple):
                record.args = tuple(
                    page
                    if valeur == request.path
                    else CHEMIN.sub(r"\1/…", valeur)
                    if isinstance(valeur, str)
                    else valeur
                    for valeur in record.args
                )
        return True
