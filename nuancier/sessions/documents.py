"""The papers of a session: which exist, when, and what each shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices

from communs.collectivites.identite import Identite
from communs.livrets import services as livrets
from communs.livrets.models import Livret
from communs.web.erreurs import Refus
from nuancier.sessions.calculs import en_heures
from nuancier.sessions.contenu import programme_de
from nuancier.sessions.models import Session
from nuancier.sessions.models_stagiaires import Stagiaire
from nuancier.sessions.retours import minutes_de_presence

LIGNES_BLANCHES = 4
PAS_PRESENTE = (
    "Aucune présence n’est notée à votre nom : il n’y a pas d’attestation. Demandez à la personne "
    "qui anime de compléter la feuille de présence."
)
PAS_PARTAGE = "Le livret n’est pas encore partagé avec les participants."


class Document(TextChoices):
    """What trainers print."""

    PROGRAMME = "programme", "Programme"
    CONVOCATIONS = "convocations", "Convocations"
    EMARGEMENT = "emargement", "Feuille d’émargement"
    ATTESTATIONS = "attestations", "Attestations de participation"
    LIVRET = "livret", "Livret de la session"


class Piece(TextChoices):
    """What a participant prints."""

    CONVOCATION = "convocation", "Ma convocation"
    ATTESTATION = "attestation", "Mon attestation de participation"
    LIVRET = "livret-partage", "Le livret de la session"


OFFERTS = tuple(Document)


@dataclass(frozen=True)
class Attestee:
    """Somebody who was there, and for how long."""

    stagiaire: Stagiaire
    minutes: int
    demi_journees: int

    @property
    def duree(self) -> str:
        return en_heures(self.minutes)


def attestees(session: Session, stagiaires: Sequence[Stagiaire]) -> list[Attestee]:
    """Those who were there at least half a day; nobody else gets a certificate."""
    jours = list(session.jours.all())
    lues = [Attestee(s, minutes_de_presence(s, jours), len(s.presences.all())) for s in stagiaires]
    return [a for a in lues if a.minutes]


def contexte(session: Session) -> dict[str, Any]:
    """What every paper shows."""
    jours = list(session.jours.order_by("le"))
    return {
        "session": session,
        "jours": jours,
        "programme": programme_de(session),
        "formateurs": list(session.formateurs.order_by("pk")),
        "duree": en_heures(sum(d.minutes for jour in jours for d in jour.demi_journees)),
    }


def demander(*, identite: Identite, session: Session, document: Document) -> Livret:
    """Ask for one of the trainers' papers. Refus (409) when there is nothing to print."""
    if not session.commencee:
        raise Refus(409, "Ouvrez d’abord la session : ses documents se composent alors.")
    if document == Document.ATTESTATIONS and not attestees(session, _inscrits(session)):
        raise Refus(409, "Aucune présence n’est notée : remplissez d’abord la feuille de présence.")
    return livrets.demander(gabarit=f"sessions.{document}", objet=session, identite=identite)


def demander_pour(*, stagiaire: Stagiaire, piece: Piece) -> Livret:
    """Ask for a participant's own paper: her link is the right to it."""
    session = stagiaire.session
    if not session.commencee or not stagiaire.inscrit:
        raise Refus(410, "Ce document n’existe pas : votre inscription n’est pas confirmée.")
    if piece == Piece.ATTESTATION and not attestees(session, [stagiaire]):
        raise Refus(410, PAS_PRESENTE)
    if piece == Piece.LIVRET and session.livrable_partage_le is None:
        raise Refus(410, PAS_PARTAGE)
    return livrets.demander(gabarit=f"sessions.{piece}", objet=stagiaire, identite=Identite())


def _inscrits(session: Session) -> list[Stagiaire]:
    return list(session.stagiaires.inscrits().prefetch_related("presences").order_by("nom", "pk"))


def contexte_des_inscrits(session: Session) -> dict[str, Any]:
    return contexte(session) | {
        "stagiaires": _inscrits(session),
        "blanches": range(LIGNES_BLANCHES),
    }


def contexte_des_attestations(session: Session) -> dict[str, Any]:
    return contexte(session) | {"attestees": attestees(session, _inscrits(session))}
