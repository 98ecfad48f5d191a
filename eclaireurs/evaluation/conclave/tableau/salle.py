"""The door of every view of the tableau: who is asking, and in front of which table."""

from typing import NamedTuple
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404

from communs.collectivites.middleware import Requete
from communs.dossiers.acces import ConnexionDemandee
from communs.dossiers.models import Dossier
from communs.web.discretion import hors_index
from eclaireurs.evaluation.conclave.portes import Convive, dossier_du_conclave, entrer
from eclaireurs.evaluation.conclave.tableau.models import Proposition, TableauMartyr


class Salle(NamedTuple):
    """Somebody in front of the table; None while it is not prepared."""

    dossier: Dossier
    convive: Convive
    tableau: TableauMartyr | None


def entrer_dans_la_salle(request: Requete, identifiant: str, uuid: UUID) -> Salle:
    """Asked at each request, those of the live screens too: whoever loses her access is out at once.

    404 for a stranger, 403 with its reason for who is kept out; who is not signed in is asked to be,
    whether there is something there or not.
    """
    try:
        dossier = dossier_du_conclave(identifiant, uuid)
        convive = entrer(request, dossier)
    except Http404:
        if request.identite.compte is None:
            raise ConnexionDemandee from None
        raise
    return Salle(dossier, convive, getattr(dossier, "tableau_martyr", None))


def le_tableau(salle: Salle) -> TableauMartyr:
    """The table; 404 while it is not prepared."""
    if salle.tableau is None:
        raise Http404
    return salle.tableau


def la_proposition(salle: Salle, uuid: UUID) -> Proposition:
    """A line of this table, whether taken out or not; 404 otherwise."""
    tableau = le_tableau(salle)
    lignes = tableau.propositions.select_related("preconisation", "service", "action")
    proposition = get_object_or_404(lignes, uuid=uuid)
    proposition.tableau = tableau
    return proposition


def vif(request: Requete) -> bool:
    """Whether the page's script is asking, rather than a plain form."""
    return "Vigie-Vif" in request.headers


def en_prive(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "private, no-store"
    return hors_index(response)
