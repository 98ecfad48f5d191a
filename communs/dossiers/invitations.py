"""Coming into a dossier: the invitation, its link and its mail, accepting it.

Decided under a lock on the dossier's row, as everything that depends on several participants.
"""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from communs.collectivites import essais
from communs.collectivites.emails import a_verifie, verifiees_sous
from communs.collectivites.identite import Identite, autoriser
from communs.collectivites.models import DUREE_INVITATION, Adhesion, Compte
from communs.courrier import services as courrier
from communs.courrier.models import Courriel
from communs.dossiers.genres import genre
from communs.dossiers.models import Dossier, Participant
from communs.etats import journal
from communs.etats.models import Acteur
from communs.etats.services import verrouiller

_signataire = Signer(salt="dossiers.invitation", sep=".")
PARTICIPANTS_MAX = 500
# An invitation writes to somebody who asked nothing: the outbox is counted, over 24 hours.
PAR_DESTINATAIRE_MAX, PAR_EXPEDITEUR_MAX = 3, 100
REPIT = timedelta(minutes=5)
CLE = "dossiers.invitation:"
EXPIREE = "Cette invitation a expiré le {jour} : demandez à la personne qui vous a invité de la renvoyer."
PERIMEE = "Cette invitation n’est plus valable : demandez-en une autre."


def jeton_de(participant: Participant) -> str:
    """The secret part of an invitation's link: the uuid, signed, so that nobody can try others."""
    return _signataire.sign(participant.uuid.hex)


def lire_jeton(jeton: str) -> UUID | None:
    """The uuid of a link we made, else None."""
    try:
        return UUID(hex=_signataire.unsign(jeton))
    except (BadSignature, ValueError):
        return None


@transaction.atomic
def inviter(
    *,
    identite: Identite,
    dossier: Dossier,
    email: str,
    nom: str,
    organisation: str,
    roles: Collection[str],
) -> Participant:
    """Bring in a person by her address, of any organisation or of none, and write to her.

    A member of the dossier's own collectivités takes part at once. Anybody else is named by the
    invitation until she accepts it: whether an address has an account here is nobody's business.
    Somebody who had left comes back to her own row, an invitation that has expired leaves again. Sent
    twice, nothing more goes. ValidationError for a role unknown here, too many people or too many mails.
    """
    autoriser(identite, "dossiers.organiser", dossier)
    essais.interdire(dossier.collectivite, essais.PAS_D_INVITATION)
    dossier = verrouiller(dossier)
    verifier_roles(dossier, roles)
    email = email.strip().lower()
    participant = _deja_la(dossier, email)
    if participant is not None and participant.retire_le is None and not participant.invitation_expiree:
        return participant
    if dossier.participants.presents().count() >= PARTICIPANTS_MAX:
        raise ValidationError(f"Un dossier compte {PARTICIPANTS_MAX} participants au plus.")
    _mesurer_les_envois(identite, email)
    if participant is None:
        participant = _nouveau(dossier, email, nom)
    if organisation:
        participant.organisation = organisation
    participant.roles, participant.retire_le = sorted(roles), None
    participant.invitation_expire_le = _nouvelle_fin(participant)
    participant.save()
    journal.consigner(identite=identite, verbe="dossiers.inviter", objet=dossier, cible=participant.acteur)
    _ecrire(identite, participant)
    return participant


def _nouvelle_fin(participant: Participant) -> datetime | None:
    """As for the invitations of a collectivité; none for who takes part at once."""
    return timezone.now() + DUREE_INVITATION if participant.compte_id is None else None


def _deja_la(dossier: Dossier, email: str) -> Participant | None:
    """The row of this address here, whether or not the person has left; an account's row first."""
    adresses = verifiees_sous(email)
    siens = dossier.participants.filter(Q(email=email) | Q(compte__in=adresses.values("user")))
    return siens.select_related("acteur", "compte").order_by("compte_id").first()


def _nouveau(dossier: Dossier, email: str, nom: str) -> Participant:
    adhesion = _adhesion_connue(dossier, email)
    if adhesion is None:
        return Participant(dossier=dossier, acteur=Acteur.objects.create(nom=nom), email=email)
    return Participant(
        dossier=dossier,
        acteur=Acteur.objects.de(adhesion.compte),
        compte=adhesion.compte,
        service=adhesion.service,
        organisation=adhesion.collectivite.nom,
    )


def _adhesion_connue(dossier: Dossier, email: str) -> Adhesion | None:
    """The membership, in a collectivité of the dossier, of the open account with this verified address."""
    adresses = verifiees_sous(email)
    partenaires = dossier.partenaires.values("pk")
    return (
        Adhesion.objects.actives()
        .filter(Q(collectivite=dossier.collectivite_id) | Q(collectivite__in=partenaires))
        .filter(compte__in=adresses.values("user"))
        .select_related("compte", "service", "collectivite")
        .order_by("pk")
        .first()
    )


def _mesurer_les_envois(identite: Identite, email: str) -> None:
    """Refuse (ValidationError) more mails than a person may send or receive in a day."""
    recents = Courriel.objects.filter(cle__startswith=CLE, cree_le__gt=timezone.now() - timedelta(days=1))
    if recents.filter(cle__startswith=f"{CLE}{identite.personne.pk}:").count() >= PAR_EXPEDITEUR_MAX:
        raise ValidationError(f"Pas plus de {PAR_EXPEDITEUR_MAX} invitations par jour : continuez demain.")
    if recents.filter(destinataire__iexact=email).count() >= PAR_DESTINATAIRE_MAX:
        raise ValidationError(
            f"{email} a déjà reçu {PAR_DESTINATAIRE_MAX} invitations depuis hier : attendez un jour."
        )


def _ecrire(identite: Identite, participant: Participant) -> None:
    dossier = participant.dossier
    lien = (
        dossier.get_absolute_url()
        if participant.compte
        else reverse("dossiers:invitation", args=[jeton_de(participant)])
    )
    courrier.poster_gabarit(
        "dossiers/courriels/invitation",
        {
            "dossier": dossier,
            "hote": identite.personne,
            "roles": libelles(dossier, participant.roles),
            "sorte": genre(dossier.genre),
            "sans_compte": participant.compte is None,
            "expire_le": participant.invitation_expire_le,
            "lien": settings.VIGIE_ADRESSE + lien,
        },
        destinataire=participant.adresse_electronique,
        cle=f"{CLE}{identite.personne.pk}:{participant.uuid.hex}:{timezone.now():%Y%m%d%H%M%S%f}",
        corps_ephemere=participant.compte is None,
    )


@transaction.atomic
def relancer(*, identite: Identite, participant: Participant) -> None:
    """Send the same link again, for fourteen more days.

    ValidationError if it has only just left or is no longer needed.
    """
    autoriser(identite, "dossiers.organiser", participant)
    verrouiller(participant.dossier)
    participant = verrouiller(participant)
    if participant.retire_le is not None or participant.compte_id is not None:
        raise ValidationError("Cette personne n’attend plus d’invitation.")
    envois = Courriel.objects.filter(cle__contains=f":{participant.uuid.hex}:")
    if envois.filter(cree_le__gt=timezone.now() - REPIT).exists():
        raise ValidationError(f"L’invitation de {participant.email} vient de partir : attendez cinq minutes.")
    _mesurer_les_envois(identite, participant.email)
    participant.invitation_expire_le = _nouvelle_fin(participant)
    participant.save(update_fields=["invitation_expire_le"])
    _ecrire(identite, participant)


def libelles(dossier: Dossier, roles: Iterable[str]) -> list[str]:
    """The French names of these roles, in the order of their kind."""
    presents = set(roles)
    return [str(r.label) for r in genre(dossier.genre).roles if r.value in presents]


def verifier_roles(dossier: Dossier, roles: Collection[str]) -> None:
    """ValidationError unless there is at least one role and all exist in this kind of dossier."""
    if not roles:
        raise ValidationError({"roles": "Choisissez au moins un rôle."})
    if not set(roles) <= set(genre(dossier.genre).roles.values):
        raise ValidationError({"roles": "Ce rôle n’existe pas dans ce dossier."})


def expiration(participant: Participant) -> str:
    """What is told to who opens an invitation too late."""
    fin = timezone.localtime(participant.invitation_expire_le, participant.dossier.fuseau)
    return EXPIREE.format(jour=date_format(fin, "j F Y"))


def est_pour(participant: Participant, compte: Compte) -> bool:
    """Whether this account has verified the invited address."""
    return a_verifie(compte, participant.email)


@transaction.atomic
def accepter(*, identite: Identite, participant: Participant) -> Participant:
    """Tie the invitation to the account that opens it: only one whose verified address was invited.

    ValidationError (a French sentence) otherwise. Harmless if already done by the same account. Somebody
    who takes part already, under another address, gathers the roles of both.
    """
    compte = identite.personne
    dossier = verrouiller(participant.dossier)
    participant = verrouiller(participant)
    if participant.compte_id == compte.pk and participant.retire_le is None:
        return participant
    if dossier.supprime_le is not None or participant.retire_le is not None or participant.compte_id:
        raise ValidationError(PERIMEE)
    if participant.invitation_expiree:
        raise ValidationError(expiration(participant))
    if not est_pour(participant, compte):
        raise ValidationError(
            "Cette invitation a été envoyée à une autre adresse que la vôtre. Connectez-vous avec "
            "l’adresse qui l’a reçue, ou demandez une invitation à votre adresse."
        )
    deja = dossier.participants.filter(compte=compte).first()
    if deja is not None:
        deja.roles = sorted({*deja.roles, *participant.roles})
        deja.retire_le = None
        deja.save(update_fields=["roles", "retire_le"])
        participant.email, participant.roles, participant.retire_le = "", [], timezone.now()
    else:
        participant.compte, participant.email = compte, ""
    participant.invitation_expire_le = None
    participant.save(update_fields=["compte", "email", "roles", "retire_le", "invitation_expire_le"])
    Acteur.objects.filter(pk=participant.acteur_id).update(compte=compte, nom="")
    journal.consigner(identite=identite, verbe="dossiers.arriver", objet=dossier)
    return deja or participant
