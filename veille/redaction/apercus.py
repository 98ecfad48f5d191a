"""What an issue will look like, as a page, as a booklet, as a mail.

A preview answers for people who may see the draft: never indexed, never cached.
"""

from collections.abc import Callable
from dataclasses import dataclass

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from communs.collectivites.middleware import Requete
from communs.livrets.services import demander
from veille.abonnements.rendu import Modele
from veille.lecture.rendu import contexte_numero
from veille.models import Numero

GABARIT = "veille-numero"


@dataclass(frozen=True)
class Apercu:
    """`montrer` receives the issue with all its parts (`Numero.objects.entiers()`)."""

    cle: str
    nom: str
    montrer: Callable[[Requete, Numero], HttpResponseBase]


def _page(request: Requete, numero: Numero) -> HttpResponse:
    return render(
        request, "veille/numero.html", contexte_numero(numero) | {"precedent": None, "suivant": None}
    )


def _pdf(request: Requete, numero: Numero) -> HttpResponse:
    livret = demander(gabarit=GABARIT, objet=numero, identite=request.identite)
    return redirect("livrets:livret", livret.uuid)


# A mail carries its styles in its tags: nothing else may act in this page, which is closed like a box.
_BOITE = csp(
    {"default-src": [NONE], "style-src": [UNSAFE_INLINE], "img-src": [SELF, "data:"], "sandbox": [""]}
)


def _courriel(request: Requete, numero: Numero) -> HttpResponseBase:
    return _BOITE(lambda _: HttpResponse(Modele(numero, ()).html))(request)


APERCUS = (
    Apercu("page", "La page", _page),
    Apercu("pdf", "Le PDF", _pdf),
    Apercu("courriel", "Le courriel", _courriel),
)
