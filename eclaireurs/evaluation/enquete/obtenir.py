"""Obtaining a survey: from the dossier by who works there, from a public code by anybody."""

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render

from communs.collectivites.essais import a_portee
from communs.collectivites.identite import Identite
from communs.collectivites.middleware import Requete
from communs.dossiers.acces import obtenir_dossier
from communs.web.codes import lire_code
from communs.web.debit import limiter
from eclaireurs.evaluation.enquete.models import CODE_ENQUETE, Enquete, Relais


def obtenir_enquete(request: Requete, identifiant: str, uuid: UUID, regle: str | None = None) -> Enquete:
    """The survey of this dossier, or 404; 403 unless `regle` allows it."""
    dossier = obtenir_dossier(request, identifiant, uuid, regle)
    enquete = get_object_or_404(Enquete, dossier=dossier)
    enquete.dossier = dossier
    return enquete


@dataclass(frozen=True)
class Porte:
    """How somebody came in: the survey, the relay who brought her if any, and the code she typed."""

    enquete: Enquete
    relais: Relais | None
    code: str
    apercu: bool  # seen before it is public, by who prepares it
    revoque: bool = False  # she came by a relay that is no longer one: nothing counts for it


def pousser_la_porte(request: Requete, code: str) -> Porte:
    """The survey of a public code; 404 for an unknown one, or one in preparation that is not hers."""
    limiter(request, "enquete_page")
    lu = lire_code(code)
    enquetes = Enquete.objects.filter(a_portee(request.identite), dossier__supprime_le=None)
    enquetes = enquetes.select_related("dossier__collectivite")
    relais = None
    if len(lu) == CODE_ENQUETE:
        enquete = get_object_or_404(enquetes, code=lu)
    else:
        relais = get_object_or_404(Relais, code=lu, enquete__in=enquetes)
        enquete = enquetes.get(pk=relais.enquete_id)
    apercu = not (enquete.publique or enquete.a_venir)
    if apercu and not _prepare(request.identite, enquete):
        raise Http404
    if relais is not None and relais.revoque:
        return Porte(enquete, None, lu, apercu, revoque=True)
    return Porte(enquete, relais, lu, apercu)


def _prepare(identite: Identite, enquete: Enquete) -> bool:
    return identite.compte is not None and identite.peut("enquete.regler", enquete)


def page_secrete(
    request: Requete, gabarit: str, contexte: dict[str, object], code: int = 200
) -> HttpResponse:
    """A page that no search engine keeps: what is withdrawn from it must leave the world."""
    reponse = render(request, gabarit, contexte, status=code)
    reponse["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return reponse
