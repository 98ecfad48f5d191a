"""What anybody who has the address may check: the promise before the seed, the record after it.

Numbers only: names stay in the dossier. Nothing here needs an account, nothing is written.
"""

from collections.abc import Iterable
from uuid import UUID

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from communs.collectivites.essais import a_portee
from communs.collectivites.middleware import Requete
from communs.tirages import lecture, registre
from communs.tirages.enums import EtatTirage
from communs.tirages.models import Tirage
from communs.tirages.preparation import bilan
from communs.web.debit import limiter
from communs.web.discretion import hors_index


def _obtenir(request: Requete, uuid: UUID) -> Tirage:
    limiter(request, "tirages_public")
    return get_object_or_404(Tirage.objects.publics().filter(a_portee(request.identite)), uuid=uuid)


@require_safe
def public(request: Requete, uuid: UUID) -> HttpResponse:
    tirage = _obtenir(request, uuid)
    contexte = {
        "tirage": tirage,
        "lignes": bilan(tirage),
        "entrees": list(lecture.raconter(tirage, nommer=False)),
        "resultats": lecture.resultats(tirage) if tirage.etat == EtatTirage.TIRE else [],
    }
    return hors_index(render(request, "tirages/public.html", contexte))


def _texte(lignes: Iterable[str], nom: str) -> StreamingHttpResponse:
    response = StreamingHttpResponse(lignes, content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{nom}.txt"'
    return hors_index(response)


@require_safe
def engagement(request: Requete, uuid: UUID) -> StreamingHttpResponse:
    """The committed text: its SHA-256 is the fingerprint."""
    return _texte(registre.lignes_engagees(_obtenir(request, uuid)), f"engagement-{uuid}")


@require_safe
def proces_verbal(request: Requete, uuid: UUID) -> StreamingHttpResponse:
    """The record, which replays the draw."""
    return _texte(registre.proces_verbal(_obtenir(request, uuid)), f"proces-verbal-{uuid}")
