"""The life of a session: prepared, open, held, closed; or cancelled, with its reason."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from communs.collectivites.identite import Identite
from communs.etats.tables import Table, Transition, inscrire
from nuancier.sessions import courriels
from nuancier.sessions.calculs import aujourd_hui, suivi_apres
from nuancier.sessions.contenu import figer, lire_parcours, programme_de
from nuancier.sessions.enums import EtatSession
from nuancier.sessions.livrable import garnir
from nuancier.sessions.models import Session, dernier_jour
from nuancier.sessions.services import code_libre


def _pour_ouvrir(session: Session) -> str:
    fin = dernier_jour(session)
    if fin is None:
        return "Ajoutez d’abord au moins un jour."
    if fin < aujourd_hui(timezone.now(), session.collectivite.fuseau):
        return "Tous les jours de cette session sont passés : changez ses dates."
    if not session.lieu:
        return "Dites d’abord où la session se tient."
    if not programme_de(session).pas:
        return "Le parcours ne contient aucune teinte : composez-le d’abord."
    return ""


def _ouvrir(session: Session, identite: Identite, donnees: Mapping[str, Any]) -> tuple[str, ...]:
    assert session.parcours is not None  # noqa: S101  (`_pour_ouvrir` found its chips)
    session.contenu = figer(lire_parcours(session.parcours))
    session.code = code_libre()
    session.ouverte_le = timezone.now()
    session.fin_le = dernier_jour(session)
    garnir(session)
    return ("contenu", "code", "ouverte_le", "fin_le")


def _pour_tenir(session: Session) -> str:
    premier = session.jours.order_by("le").first()
    if premier is None:
        return "Cette session n’a aucun jour."
    if premier.le > aujourd_hui(timezone.now(), session.collectivite.fuseau):
        return "La session n’a pas encore commencé."
    return ""


def _tenir(session: Session, identite: Identite, donnees: Mapping[str, Any]) -> tuple[str, ...]:
    """Accessibility needs were asked for the days themselves: they go with them."""
    session.fin_le = dernier_jour(session) or session.fin_le
    assert session.fin_le is not None  # noqa: S101  (`_pour_tenir` found a day)
    session.tenue_le = timezone.now()
    session.suivi_le = suivi_apres(session.fin_le)
    session.stagiaires.exclude(besoins="").update(besoins="")
    return ("tenue_le", "suivi_le", "fin_le")


def _clore(session: Session, identite: Identite, donnees: Mapping[str, Any]) -> tuple[str, ...]:
    session.close_le = timezone.now()
    return ("close_le",)


def _rouvrir(session: Session, identite: Identite, donnees: Mapping[str, Any]) -> tuple[str, ...]:
    session.close_le = None
    return ("close_le",)


def _annuler(session: Session, identite: Identite, donnees: Mapping[str, Any]) -> tuple[str, ...]:
    """Everybody who was expected is told why."""
    session.annulee_le = timezone.now()
    session.motif_annulation = donnees["motif"].strip()
    for stagiaire in session.stagiaires.exclude(email="").select_related("session"):
        courriels.annoncer_l_annulation(stagiaire, session)
    return ("annulee_le", "motif_annulation")


SESSION = inscrire(
    Table(
        cle="sessions",
        modele=Session,
        transitions=(
            Transition(
                nom="ouvrir",
                libelle="Ouvrir les inscriptions",
                de=frozenset({EtatSession.PREPARATION}),
                vers=EtatSession.OUVERTE,
                regle="sessions.animer",
                phrase="a ouvert les inscriptions",
                obstacle=_pour_ouvrir,
                effet=_ouvrir,
            ),
            Transition(
                nom="tenir",
                libelle="La session a eu lieu",
                de=frozenset({EtatSession.OUVERTE}),
                vers=EtatSession.TENUE,
                regle="sessions.animer",
                phrase="a dit que la session avait eu lieu",
                obstacle=_pour_tenir,
                effet=_tenir,
            ),
            Transition(
                nom="clore",
                libelle="Clore la session",
                de=frozenset({EtatSession.TENUE}),
                vers=EtatSession.CLOSE,
                regle="sessions.animer",
                phrase="a clos la session",
                effet=_clore,
            ),
            Transition(
                nom="rouvrir",
                libelle="Rouvrir la session",
                de=frozenset({EtatSession.CLOSE}),
                vers=EtatSession.TENUE,
                regle="sessions.animer",
                phrase="a rouvert la session",
                effet=_rouvrir,
            ),
            Transition(
                nom="annuler",
                libelle="Annuler la session",
                de=frozenset({EtatSession.PREPARATION, EtatSession.OUVERTE}),
                vers=EtatSession.ANNULEE,
                regle="sessions.animer",
                phrase="a annulé la session ({motif})",
                motif_requis=True,
                effet=_annuler,
            ),
        ),
    )
)
