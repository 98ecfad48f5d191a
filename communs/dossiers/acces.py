"""Obtaining a dossier from its address: the first line of every view that works in one."""

from collections.abc import Callable
from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404

from communs.collectivites.identite import autoriser
from communs.collectivites.middleware import Requete
from communs.dossiers.genres import est_d_un_autre
from communs.dossiers.models import Dossier


class ConnexionDemandee(Exception):
    """An anonymous reader asks for something that may be hers once signed in."""


def obtenir_dossier(request: Requete, identifiant: str, uuid: UUID, regle: str | None = None) -> Dossier:
    """The dossier of the address with this person's roles, or 404; 403 unless `regle` allows it.

    An anonymous reader is sent to sign in instead, whether the dossier exists or not.
    """
    visibles = Dossier.objects.visibles_par(request.identite).select_related("collectivite")
    if request.identite.compte is None:
        dossier = visibles.filter(uuid=uuid, collectivite__identifiant=identifiant).first()
        if dossier is None:
            raise ConnexionDemandee
    else:
        dossier = get_object_or_404(visibles, uuid=uuid, collectivite__identifiant=identifiant)
    trouvee = request.resolver_match
    if trouvee is not None and est_d_un_autre(dossier.genre, trouvee.namespace):
        raise Http404  # an evaluation has no fiche, a fiche no plan
    if regle is not None:
        autoriser(request.identite, regle, dossier)
    return dossier


class EnvoyerSeConnecter:
    """Middleware: turn ConnexionDemandee into the way to the sign-in page and back.

    Who reads a dossier without account leaves no trace of its address elsewhere (she posts no form,
    which a page without referrer could not).
    """

    def __init__(self, get_response: Callable[[Requete], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Requete) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 304:  # brings no page: nobody is looked for
            return response
        trouvee = request.resolver_match
        if trouvee is not None and "uuid" in trouvee.kwargs and "/dossiers/" in request.path:
            response["X-Robots-Tag"] = "noindex"
            if request.identite.compte is None:
                response["Referrer-Policy"] = "strict-origin"
        return response

    def process_exception(self, request: Requete, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, ConnexionDemandee):
            return redirect_to_login(request.get_full_path())
        return None
