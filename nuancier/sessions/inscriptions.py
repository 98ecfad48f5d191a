"""Who comes: invited by e-mail, or let in by the code. Places are counted under the session's lock."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from communs.collectivites.identite import Identite, autoriser
from communs.etats.services import verrouiller
from communs.web.erreurs import Refus
from nuancier.sessions import courriels
from nuancier.sessions.enums import EtatSession, EtatStagiaire
from nuancier.sessions.models import Session
from nuancier.sessions.models_stagiaires import Stagiaire, nouveau_jeton

INVITATIONS_PAR_ENVOI = 60
STAGIAIRES_MAX = 300  # of one session, waiting list and unanswered invitations included
PLUS_OUVERTE = "Les inscriptions de cette session sont fermées."
DEJA_INSCRIT = (
    "Une personne du même nom et du même service est déjà inscrite. Si c’est vous, rouvrez votre page par le "
    "lien que vous avez reçu ; sinon, précisez votre nom ou votre service."
)


@dataclass(frozen=True)
class Arrivee:
    """What joining led to: the person, and whether she was already there (her link is then mailed)."""

    stagiaire: Stagiaire
    deja: bool = False


def _ouverte(session: Session) -> Session:
    actuelle = verrouiller(session)
    if actuelle.etat != EtatSession.OUVERTE:
        raise Refus(410, PLUS_OUVERTE)
    return actuelle


def _placer(stagiaire: Stagiaire, session: Session) -> None:
    """A place if there is one, else the waiting list."""
    libre = session.stagiaires.inscrits().count() < session.jauge
    stagiaire.etat = EtatStagiaire.INSCRIT if libre else EtatStagiaire.ATTENTE
    stagiaire.inscrit_le = timezone.now()


@transaction.atomic
def rejoindre(*, session: Session, demande: UUID, champs: Mapping[str, Any]) -> Arrivee:
    """Come in by the code. The same form sent twice is one person; a known address gets its link by mail.

    Raises Refus (410) when people no longer come in, ValidationError for a namesake of the same service.
    """
    session = _ouverte(session)
    if deja := session.stagiaires.filter(demande=demande).first():
        return Arrivee(deja)
    email = champs["email"].lower()
    if connue := _connue(session, email):
        return connue
    if session.stagiaires.filter(nom__iexact=champs["nom"], service__iexact=champs["service"]).exists():
        raise ValidationError({"nom": DEJA_INSCRIT})
    if session.stagiaires.count() >= STAGIAIRES_MAX:
        raise Refus(409, "La liste de cette session est pleine : écrivez à la personne qui l’organise.")
    stagiaire = Stagiaire(session=session, demande=demande, **{**champs, "email": email})
    _placer(stagiaire, session)
    stagiaire.full_clean()
    stagiaire.save()
    courriels.confirmer(stagiaire, session)
    return Arrivee(stagiaire)


def _connue(session: Session, email: str) -> Arrivee | None:
    """Somebody of this address is on the list: only her mailbox learns her link."""
    stagiaire = session.stagiaires.filter(email=email).first() if email else None
    if stagiaire is None:
        return None
    courriels.inviter(stagiaire, session, cle=f"lien:{timezone.now():%Y%m%d%H}")
    return Arrivee(stagiaire, deja=True)


@transaction.atomic
def inviter(*, identite: Identite, session: Session, adresses: Sequence[tuple[str, str]]) -> int:
    """Invite these (name, address); known ones are left alone. Return how many were written to.

    Raises ValidationError past the limits, before any mail is written.
    """
    autoriser(identite, "sessions.animer", session)
    session = _ouverte(session)
    if len(adresses) > INVITATIONS_PAR_ENVOI:
        raise ValidationError(
            f"{len(adresses)} adresses : au plus {INVITATIONS_PAR_ENVOI} à la fois. Rien n’a été envoyé."
        )
    connues = set(session.stagiaires.values_list("email", flat=True))
    nouvelles = {email: nom for nom, email in reversed(adresses) if email not in connues}
    if session.stagiaires.count() + len(nouvelles) > STAGIAIRES_MAX:
        raise ValidationError(f"Une session compte au plus {STAGIAIRES_MAX} personnes. Rien n’a été envoyé.")
    for email, nom in reversed(list(nouvelles.items())):
        stagiaire = Stagiaire(session=session, email=email, nom=nom, etat=EtatStagiaire.INVITE)
        stagiaire.full_clean()
        stagiaire.save()
        courriels.inviter(stagiaire, session)
    return len(nouvelles)


@transaction.atomic
def confirmer(*, stagiaire: Stagiaire, champs: Mapping[str, Any]) -> Stagiaire:
    """An invited person says she comes, or somebody already in corrects what she said of herself."""
    session = verrouiller(stagiaire.session)
    actuel = verrouiller(stagiaire)
    for nom, valeur in champs.items():
        setattr(actuel, nom, valeur)
    if actuel.etat == EtatStagiaire.INVITE:
        if session.etat != EtatSession.OUVERTE:
            raise Refus(410, PLUS_OUVERTE)
        _placer(actuel, session)
        courriels.confirmer(actuel, session)
    actuel.full_clean()
    actuel.save()
    return actuel


@transaction.atomic
def effacer(*, stagiaire: Stagiaire) -> None:
    """She leaves and takes everything along: her link stops, her place goes to the next on the list."""
    from communs.courrier.services import oublier_l_auteur
    from nuancier.sessions.livrable import resserrer

    session = verrouiller(stagiaire.session)
    oublier_l_auteur(f"session:{stagiaire.uuid}:")
    Stagiaire.objects.filter(pk=stagiaire.pk).delete()
    resserrer(session)
    _appeler_le_suivant(session)


def _appeler_le_suivant(session: Session) -> None:
    """Places that are free go to those who wait, in the order in which they came."""
    if session.etat != EtatSession.OUVERTE:
        return
    libres = max(0, session.jauge - session.stagiaires.inscrits().count())
    for stagiaire in session.stagiaires.en_attente()[:libres]:
        stagiaire.etat = EtatStagiaire.INSCRIT
        stagiaire.inscrit_le = timezone.now()
        stagiaire.save(update_fields=["etat", "inscrit_le"])
        courriels.appeler(stagiaire, session)


@transaction.atomic
def appeler_les_suivants(*, identite: Identite, session: Session) -> None:
    """After places were added."""
    autoriser(identite, "sessions.animer", session)
    _appeler_le_suivant(verrouiller(session))


@transaction.atomic
def retirer(*, identite: Identite, stagiaire: Stagiaire) -> None:
    """A trainer takes somebody off the list: the same as if she had left."""
    autoriser(identite, "sessions.animer", stagiaire.session)
    effacer(stagiaire=stagiaire)


@transaction.atomic
def renouveler(*, identite: Identite, stagiaire: Stagiaire) -> Stagiaire:
    """A new personal link, mailed; the former one opens nothing any more."""
    autoriser(identite, "sessions.animer", stagiaire.session)
    actuel = verrouiller(stagiaire)
    actuel.jeton = nouveau_jeton()
    actuel.save(update_fields=["jeton"])
    courriels.inviter(actuel, stagiaire.session, cle=f"lien:{actuel.jeton[:8]}")
    return actuel


@transaction.atomic
def convoquer(*, identite: Identite, session: Session) -> int:
    """Mail the call to everybody who has a place, once a day at most; return how many have an address."""
    autoriser(identite, "sessions.animer", session)
    session = _ouverte(session)
    inscrits = list(session.stagiaires.inscrits().exclude(email="").order_by("pk"))
    cle = f"convocation:{timezone.localdate()}"
    for stagiaire in inscrits:
        courriels.convoquer(stagiaire, session, cle=cle)
    return len(inscrits)
