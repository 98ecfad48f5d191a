"""What the other themes hand over to the exports: a search, a path, a session."""

from uuid import UUID

from django.http import QueryDict
from django.urls import reverse

from communs.collectivites.identite import Identite
from nuancier.exports.selection import TEINTES_MAX, Trouve, inscrire
from nuancier.models import Famille, Parcours, Session
from nuancier.recherche.forms import FormulaireRecherche
from nuancier.recherche.trouver import codes_trouves
from nuancier.sessions.contenu import programme_de


def _recherche(argument: str, identite: Identite | None) -> Trouve | None:
    """The whole result of a search, whatever page was read; `argument` is its address after « ? »."""
    form = FormulaireRecherche(QueryDict(argument), familles=list(Famille.objects.all()))
    demande = form.demande()
    if not form.is_valid():
        return None
    adresse = f"{reverse('nuancier:recherche')}{demande.adresse_de(1)}"
    titre = f"Recherche «\u00a0{demande.q}\u00a0»" if demande.q else "Une recherche dans le nuancier"
    return Trouve(titre, tuple(codes_trouves(demande, TEINTES_MAX + 1)), adresse, "Recherche")


def _uuid(argument: str) -> UUID:
    """The one written there, or one that nothing has."""
    try:
        return UUID(argument)
    except ValueError:
        return UUID(int=0)


def _parcours(argument: str, identite: Identite | None) -> Trouve | None:
    """A path's teintes in its order, for whoever may read it; the task acts for nobody and reads any."""
    visibles = Parcours.objects.filter(supprime_le=None)
    if identite is not None:
        visibles = Parcours.objects.visibles_par(identite)
    parcours = visibles.filter(uuid=_uuid(argument)).first()
    if parcours is None:
        return None
    codes = tuple(parcours.pastilles.order_by("rang").values_list("teinte__code", flat=True))
    return Trouve(parcours.titre, codes, parcours.get_absolute_url(), "Parcours")


def _session(argument: str, identite: Identite | None) -> Trouve | None:
    """The teintes of a session as it was opened, for its trainers."""
    visibles = Session.objects.all()
    if identite is not None:
        visibles = Session.objects.visibles_par(identite)
    session = visibles.filter(uuid=_uuid(argument)).first()
    if session is None:
        return None
    codes = tuple(pas.fiche.code for pas in programme_de(session).teintes)
    return Trouve(session.titre, codes, session.get_absolute_url(), "Session")


inscrire("recherche", _recherche)
inscrire("parcours", _parcours)
inscrire("session", _session)
