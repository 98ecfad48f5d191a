"""Pages that only their address opens: no search engine keeps them, the next site does not learn of them."""

from typing import TypeVar

from django.http.response import HttpResponseBase

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
