"""People of a dossier: coming in, roles, handing over, leaving. The services of one mechanism.

Whatever depends on several rows (somebody must organise the dossier) is decided under a lock on the
dossier's row.
"""

from collections.abc import Collection, Iterable
from uuid import UUID

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from communs.collectivites.identite import Identite, autoriser
from communs.collectivites.models import Compte
from communs.courrier import services as courrier
from communs.dossiers.genres import genre
from communs.dossiers.models import Dossier, Participant
from communs.etats import journal
from communs.etats.models import Acteur
from communs.etats.services import verrouiller

_signataire = Signer(salt="dossiers.invitation", sep=".")
PARTICIPANTS_MAX = 500
DERNIER = "Le dossier n’aurait plus personne pour l’organiser : transmettez d’abord ce rôle."


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

    An open account under that (verified) address takes part at once; else the person is named by the
    invitation until she opens it signed in. Somebody who had left comes back to her own row. Sent
    twice, nothing more goes. ValidationError for a role unknown here or too many people.
    """
    autoriser(identite, "dossiers.organiser", dossier)
    dossier = verrouiller(dossier)
    _verifier_roles(dossier, roles)
    email = email.strip().lower()
    compte = _compte_de(email)
    participant = _deja_la(dossier, email, compte)
    if participant is not None and participant.retire_le is None:
        return participant
    if dossier.participants.presents().count() >= PARTICIPANTS_MAX:
        raise ValidationError(f"Un dossier compte {PARTICIPANTS_MAX} participants au plus.")
    if participant is None:
        participant = Participant(dossier=dossier, acteur=_acteur(compte, nom))
    participant.compte, participant.email = compte, "" if compte else email
    participant.organisation, participant.roles, participant.retire_le = organisation, sorted(roles), None
    participant.save()
    journal.consigner(identite=identite, verbe="dossiers.inviter", objet=dossier, cible=participant.acteur)
    _ecrire(identite, participant)
    return participant


def _compte_de(email: str) -> Compte | None:
    adresse = (
        EmailAddress.objects.filter(email=email, verified=True, user__is_active=True)
        .select_related("user")
        .first()
    )
    return adresse.user if adresse else None


def _deja_la(dossier: Dossier, email: str, compte: Compte | None) -> Participant | None:
    if compte is not None:
        participant = dossier.participants.filter(compte=compte).first()
        if participant is not None:
            return participant
    return dossier.participants.filter(email=email).select_related("acteur").first()


def _acteur(compte: Compte | None, nom: str) -> Acteur:
    return Acteur.objects.de(compte) if compte is not None else Acteur.objects.create(nom=nom)


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
            "hote": identite.compte,
            "roles": libelles(dossier, participant.roles),
            "sorte": genre(dossier.genre),
            "sans_compte": participant.compte is None,
            "lien": settings.VIGIE_ADRESSE + lien,
        },
        destinataire=participant.adresse_electronique,
        cle=f"dossiers.invitation:{participant.uuid}:{timezone.now():%Y-%m-%d}",
        corps_ephemere=participant.compte is None,
    )


def libelles(dossier: Dossier, roles: Iterable[str]) -> list[str]:
    """The French names of these roles, in the order of their kind."""
    presents = set(roles)
    return [str(r.label) for r in genre(dossier.genre).roles if r.value in presents]


def _verifier_roles(dossier: Dossier, roles: Collection[str]) -> None:
    if not roles:
        raise ValidationError({"roles": "Choisissez au moins un rôle."})
    if not set(roles) <= set(genre(dossier.genre).roles.values):
        raise ValidationError({"roles": "Ce rôle n’existe pas dans ce dossier."})


@transaction.atomic
def accepter(*, identite: Identite, participant: Participant) -> Participant:
    """Tie the invitation to the account that opens it: only one whose verified address was invited.

    ValidationError (a French sentence) otherwise. Harmless if already done by the same account.
    """
    compte = identite.personne
    participant = verrouiller(participant)
    if participant.compte_id == compte.pk:
        return participant
    if participant.retire_le is not None or participant.compte_id is not None:
        raise ValidationError("Cette invitation n’est plus valable : demandez-en une autre.")
    if not EmailAddress.objects.filter(user=compte, verified=True, email=participant.email).exists():
        raise ValidationError(
            "Cette invitation a été envoyée à une autre adresse que la vôtre. Connectez-vous avec "
            "l’adresse qui l’a reçue, ou demandez une invitation à votre adresse."
        )
    acteur = participant.acteur
    deja = participant.dossier.participants.filter(compte=compte).first()
    if deja is not None:
        deja.roles = sorted({*deja.roles, *participant.roles})
        deja.retire_le = None
        deja.save(update_fields=["roles", "retire_le"])
        participant.email, participant.roles, participant.retire_le = "", [], timezone.now()
        participant.save(update_fields=["email", "roles", "retire_le"])
    else:
        participant.compte, participant.email = compte, ""
        participant.save(update_fields=["compte", "email"])
    acteur.compte, acteur.nom = compte, ""
    acteur.save(update_fields=["compte", "nom"])
    journal.consigner(identite=identite, verbe="dossiers.arriver", objet=participant.dossier)
    return deja or participant


@transaction.atomic
def changer_roles(*, identite: Identite, participant: Participant, roles: Collection[str]) -> None:
    """Give these roles and no other; ValidationError if nobody would organise the dossier any more."""
    autoriser(identite, "dossiers.organiser", participant)
    dossier = verrouiller(participant.dossier)
    participant = verrouiller(participant)
    _verifier_roles(dossier, roles)
    if set(participant.roles) == set(roles):
        return
    if _pilote(dossier, participant.roles) and not _pilote(dossier, roles):
        _exiger_un_autre_pilote(dossier, participant)
    participant.roles = sorted(roles)
    participant.save(update_fields=["roles"])
    journal.consigner(
        identite=identite,
        verbe="dossiers.changer_roles",
        objet=dossier,
        cible=participant.acteur,
        roles=", ".join(libelles(dossier, roles)),
    )


@transaction.atomic
def transmettre(*, identite: Identite, de: Participant, a: Participant, role: str) -> None:
    """Hand one's own role over to another participant, in one gesture (an absence, a departure)."""
    autoriser(identite, "dossiers.quitter", de)
    dossier = verrouiller(de.dossier)
    de, a = verrouiller(de), verrouiller(a)
    if role not in de.roles:
        raise ValidationError({"role": "Vous n’avez plus ce rôle."})
    if a.dossier_id != dossier.pk or a.retire_le is not None or a.pk == de.pk:
        raise ValidationError({"a": "Choisissez une autre personne du dossier."})
    if role in genre(dossier.genre).pilotes and a.compte_id is None:
        raise ValidationError({"a": "Cette personne n’a pas encore de compte : elle ne pourrait rien faire."})
    a.roles = sorted({*a.roles, role})
    a.save(update_fields=["roles"])
    restants = [r for r in de.roles if r != role]
    if restants:
        de.roles = restants
        de.save(update_fields=["roles"])
    else:
        _partir(de)
    journal.consigner(
        identite=identite,
        verbe="dossiers.transmettre",
        objet=dossier,
        cible=a.acteur,
        role=", ".join(libelles(dossier, [role])),
    )


@transaction.atomic
def retirer(*, identite: Identite, participant: Participant) -> None:
    """End somebody's part, or one's own; the row stays, nameless only if the person is erased."""
    soi = identite.peut("dossiers.quitter", participant)
    if not soi:
        autoriser(identite, "dossiers.organiser", participant)
    dossier = verrouiller(participant.dossier)
    participant = verrouiller(participant)
    if participant.retire_le is not None:
        return
    if _pilote(dossier, participant.roles):
        _exiger_un_autre_pilote(dossier, participant)
    if soi:
        journal.consigner(identite=identite, verbe="dossiers.quitter", objet=dossier)
    else:
        journal.consigner(
            identite=identite, verbe="dossiers.retirer", objet=dossier, cible=participant.acteur
        )
    _partir(participant)


def _partir(participant: Participant) -> None:
    participant.roles, participant.retire_le = [], timezone.now()
    participant.save(update_fields=["roles", "retire_le"])


@transaction.atomic
def oublier(*, identite: Identite, participant: Participant) -> None:
    """Erase what names a person without account who has left: address, organisation and name."""
    autoriser(identite, "dossiers.organiser", participant)
    participant = verrouiller(participant)
    if participant.compte_id is not None or participant.retire_le is None:
        raise ValidationError("Retirez d’abord cette personne du dossier.")
    anonymiser(participant)


def anonymiser(participant: Participant) -> None:
    """Leave a row that names nobody, so that what it did keeps its place."""
    participant.email = participant.organisation = ""
    participant.save(update_fields=["email", "organisation"])
    Acteur.objects.filter(pk=participant.acteur_id).update(nom="")


@transaction.atomic
def oublier_l_adresse(email: str) -> None:
    """Anonymise the invitations still known by this address alone (its account is being erased)."""
    for participant in Participant.objects.filter(email=email.lower()).select_for_update(of=("self",)):
        participant.roles, participant.retire_le = [], participant.retire_le or timezone.now()
        participant.save(update_fields=["roles", "retire_le"])
        anonymiser(participant)


def _pilote(dossier: Dossier, roles: Collection[str]) -> bool:
    return not genre(dossier.genre).pilotes.isdisjoint(roles)


def _exiger_un_autre_pilote(dossier: Dossier, sauf: Participant) -> None:
    if not dossier.participants.pilotes().exclude(pk=sauf.pk).exists():
        raise ValidationError(DERNIER)
