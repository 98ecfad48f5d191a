"""A session's own writes: prepare it, its days, its trainers. Who takes part: `inscriptions.py`."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db import transaction

from communs.collectivites.identite import Identite, autoriser
from communs.collectivites.models import Collectivite, Compte
from communs.etats import journal
from communs.etats.services import enregistrer, modifier, verrouiller
from communs.web.codes import nouveau_code
from communs.web.erreurs import Refus
from nuancier.parcours.models import Parcours
from nuancier.sessions import courriels
from nuancier.sessions.enums import EtatSession
from nuancier.sessions.models import FORMATEURS_MAX, JOURS_MAX, Formateur, Jour, Session, dernier_jour
from nuancier.sessions.models_stagiaires import Presence

journal.inscrire(
    {
        "sessions.preparer": "a préparé la session",
        "sessions.modifier": "a modifié la session",
        "sessions.jour": "a changé les jours",
        "sessions.formateur": "a changé les personnes qui animent",
        "sessions.code": "a changé le code d’inscription",
    }
)
ESSAIS_DE_CODE = 20
MODIFIABLES = (EtatSession.PREPARATION, EtatSession.OUVERTE)
DEJA_SERVI = "Ce formulaire a déjà servi : rechargez la page."
POINTE = (
    "Des présences sont notées ce jour-là : décochez-les d’abord sur la feuille de présence, elles seraient "
    "perdues."
)
TROP_TARD = "Cette session a eu lieu ou est annulée : ses dates ne changent plus."


@transaction.atomic
def preparer(
    *,
    identite: Identite,
    parcours: Parcours,
    collectivite: Collectivite,
    titre: str,
    organisme: str,
    demande: UUID | None = None,
) -> Session:
    """A new session of a path that this person may read, for a collectivité of which she is a member.

    `demande` names the form: sent twice, it makes one session.
    """
    autoriser(identite, "sessions.preparer", parcours)
    autoriser(identite, "collectivites.voir", collectivite)
    compte = Compte.objects.select_for_update(of=("self",)).get(pk=identite.personne.pk)
    cle = demande or uuid4()
    if deja := Session.objects.filter(uuid=cle).first():
        if not deja.formateurs.filter(compte=compte).exists():
            raise ValidationError(DEJA_SERVI)
        return deja
    session = Session(
        uuid=cle, parcours=parcours, collectivite=collectivite, titre=titre, organisme=organisme
    )
    session.full_clean()
    session.save()
    Formateur.objects.create(session=session, compte=compte, nom=compte.nom_affiche[:120])
    journal.consigner(identite=identite, verbe="sessions.preparer", objet=session)
    return session


def regler(*, identite: Identite, session: Session, version: int, champs: Mapping[str, Any]) -> Session:
    """Write the session's fields. Raises Conflit, PermissionDenied, ValidationError for fewer places."""
    autoriser(identite, "sessions.animer", session)
    jauge = champs.get("jauge")
    if jauge is not None and jauge < session.stagiaires.inscrits().count():
        raise ValidationError({"jauge": "Il y a déjà plus de personnes inscrites que de places."})
    return modifier(
        identite=identite, objet=session, version=version, champs=champs, verbe="sessions.modifier"
    )


@transaction.atomic
def renouveler_le_code(*, identite: Identite, session: Session, ancien: str) -> Session:
    """Draw another code while people sign up: `ancien`, the one on the screen, no longer opens anything.

    The same form sent twice changes it once. ValidationError when nobody can sign up any more.
    """
    session = verrouiller(session)
    autoriser(identite, "sessions.animer", session)
    if not session.ouverte:
        raise ValidationError("Les inscriptions ne sont pas ouvertes : il n’y a pas de code à changer.")
    if session.code == ancien:
        session.code = code_libre()
        enregistrer(session, "code")
        journal.consigner(identite=identite, verbe="sessions.code", objet=session)
    return session


def code_libre() -> str:
    """A code that no session has."""
    for _ in range(ESSAIS_DE_CODE):
        code = nouveau_code()
        if not Session.objects.filter(code=code).exists():
            return code
    raise RuntimeError("Aucun code libre")


def _verrouiller_dates(identite: Identite, session: Session) -> Session:
    actuelle = verrouiller(session)
    autoriser(identite, "sessions.animer", actuelle)
    if actuelle.etat not in MODIFIABLES:
        raise ValidationError(TROP_TARD)
    return actuelle


def _noter_la_fin(identite: Identite, session: Session) -> None:
    session.fin_le = dernier_jour(session)
    enregistrer(session, "fin_le")
    journal.consigner(identite=identite, verbe="sessions.jour", objet=session)


@transaction.atomic
def ajouter_un_jour(*, identite: Identite, session: Session, aujourd_hui: date, **champs: Any) -> Jour:
    """Raises ValidationError: in the past, twice, too many. The same day sent twice is one day."""
    session = _verrouiller_dates(identite, session)
    if deja := session.jours.filter(**champs).first():
        return deja
    if champs["le"] < aujourd_hui:
        raise ValidationError({"le": "Ce jour est déjà passé."})
    if session.jours.count() >= JOURS_MAX:
        raise ValidationError(f"Une session compte au plus {JOURS_MAX} jours.")
    jour = Jour(session=session, **champs)
    jour.full_clean()
    jour.save()
    _noter_la_fin(identite, session)
    return jour


@transaction.atomic
def retirer_un_jour(*, identite: Identite, jour: Jour) -> None:
    """The last day of an open session stays: people are expected; so does one on which some were there."""
    session = _verrouiller_dates(identite, jour.session)
    if session.commencee and session.jours.count() == 1:
        raise ValidationError("C’est le dernier jour de cette session ouverte : ajoutez-en un autre d’abord.")
    if Presence.objects.filter(jour=jour).exists():
        raise ValidationError(POINTE)
    Jour.objects.filter(pk=jour.pk).delete()
    _noter_la_fin(identite, session)


@transaction.atomic
def ajouter_un_formateur(*, identite: Identite, session: Session, nom: str, email: str = "") -> Formateur:
    """Raises ValidationError past the limit; the same address, or name without one, twice changes nothing."""
    session = verrouiller(session)
    autoriser(identite, "sessions.animer", session)
    email = email.lower()
    connus = (
        session.formateurs.filter(email=email)
        if email
        else session.formateurs.filter(email="", compte=None, nom=nom)
    )
    deja = connus.first()
    if deja or (email and email == identite.personne.email):
        return deja or session.formateurs.get(compte=identite.personne)
    if session.formateurs.count() >= FORMATEURS_MAX:
        raise ValidationError(f"Une session compte au plus {FORMATEURS_MAX} personnes qui animent.")
    formateur = Formateur(session=session, nom=nom, email=email)
    formateur.full_clean()
    formateur.save()
    if email:
        courriels.associer(formateur, session)
    journal.consigner(identite=identite, verbe="sessions.formateur", objet=session)
    return formateur


@transaction.atomic
def retirer_un_formateur(*, identite: Identite, formateur: Formateur) -> None:
    """Somebody who can run the session always remains."""
    session = verrouiller(formateur.session)
    autoriser(identite, "sessions.animer", session)
    autres = session.formateurs.exclude(pk=formateur.pk)
    if not autres.exclude(compte=None).exists() and not _un_compte(autres):
        raise ValidationError("C’est la dernière personne qui peut conduire la session.")
    if not Formateur.objects.filter(pk=formateur.pk).delete()[0]:
        raise Refus(410, "Cette personne n’anime plus la session.")
    journal.consigner(identite=identite, verbe="sessions.formateur", objet=session)


def _un_compte(formateurs: Any) -> bool:
    adresses = formateurs.exclude(email="").values("email")
    return Compte.objects.filter(email__in=adresses, is_active=True).exists()
