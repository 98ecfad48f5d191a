"""Obtaining a dossier from its address: the first line of every view that works in one."""

from collections.abc import Callable
from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponse
from django.shortcuts import get_object_or_404

from communs.collectivites.middleware import Requete
from communs.dossiers.models import Dossier


class ConnexionDemandee(Exception):
    """An anonymous reader asks for something that may be hers once signed in."""


def obtenir_dossier(request: Requete, identifiant: str, uuid: UUID) -> Dossier:
    """The dossier of the address with this person's roles, or 404.

    An anonymous reader is sent to sign in instead, whether the dossier exists or not.
    """
    visibles = Dossier.objects.visibles_par(request.identite).select_related("collectivite")
    if request.identite.compte is None:
        dossier = visibles.filter(uuid=uuid, collectivite__identifiant=identifiant).first()
        if dossier is None:
            raise ConnexionDemandee
        return dossier
    return get_object_or_404(visibles, uuid=uuid, collectivite__identifiant=identifiant)


class EnvoyerSeConnecter:
    """Middleware: turn ConnexionDemandee into the way to the sign-in page and back."""

    def __init__(self, get_response: Callable[[Requete], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Requete) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: Requete, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, ConnexionDemandee):
            return redirect_to_login(request.get_full_path())
        return None
