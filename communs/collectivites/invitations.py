"""Invitations: their links, sending, accepting. The services of one mechanism, in one file."""

from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from communs.collectivites.identite import Identite
from communs.collectivites.models import DUREE_INVITATION, Adhesion, Collectivite, Compte, Invitation, Service
from communs.collectivites.services import verrouiller
from communs.courrier import services as courrier

_signataire = Signer(salt="collectivites.invitation", sep=".")
# An invitation writes to somebody who asked nothing: neither by hundreds nor twice in a row.
EN_ATTENTE_MAX = 200
REPIT = timedelta(minutes=5)
DEJA_MEMBRE = "{email} est déjà membre."


def jeton_de(invitation: Invitation) -> str:
    """The secret part of the link: the uuid, signed, so that nobody can try others."""
    return _signataire.sign(invitation.uuid.hex)


def lire_jeton(jeton: str) -> UUID | None:
    """The uuid of a link we made, else None."""
    try:
        return UUID(hex=_signataire.unsign(jeton))
    except (BadSignature, ValueError):
        return None


@dataclass(frozen=True)
class Bilan:
    """What became of each address of one sending."""

    envoyees: list[Invitation] = field(default_factory=list)
    erreurs: list[str] = field(default_factory=list)


@transaction.atomic
def inviter(
    *,
    identite: Identite,
    collectivite: Collectivite,
    adresses: list[str],
    role: str,
    service: Service | None,
) -> Bilan:
    """Invite each address (already validated) or say why not; nothing is sent if one is refused.

    An address whose invitation is under way is refused; an expired one is renewed.
    """
    collectivite = verrouiller(collectivite)
    membres = set(collectivite.adhesions.values_list("compte__email", flat=True))
    ouvertes = {i.email.lower(): i for i in collectivite.invitations.ouvertes().order_by("pk")}
    erreurs = []
    for adresse in adresses:
        ouverte = ouvertes.get(adresse)
        if adresse in membres:
            erreurs.append(DEJA_MEMBRE.format(email=adresse))
        elif ouverte is not None and not ouverte.expiree:
            erreurs.append(f"Une invitation est déjà en cours pour {adresse} : vous pouvez la renvoyer.")
    if len(ouvertes.keys() | set(adresses)) > EN_ATTENTE_MAX:
        erreurs.append(f"Pas plus de {EN_ATTENTE_MAX} invitations en attente : annulez-en d’abord.")
    if erreurs:
        return Bilan(erreurs=erreurs)
    envoyees = []
    for adresse in adresses:
        invitation = ouvertes.get(adresse) or Invitation(collectivite=collectivite, email=adresse)
        invitation.role, invitation.service = role, service
        envoyees.append(_envoyer(invitation, identite))
    return Bilan(envoyees=envoyees)


def _envoyer(invitation: Invitation, identite: Identite) -> Invitation:
    invitation.invite_par = identite.compte
    invitation.expire_le = timezone.now() + DUREE_INVITATION
    invitation.save()
    courrier.poster_gabarit(
        "collectivites/courriels/invitation",
        {
            "invitation": invitation,
            "collectivite": invitation.collectivite,
            "hote": identite.compte,
            "lien": settings.VIGIE_ADRESSE + reverse("collectivites:invitation", args=[jeton_de(invitation)]),
        },
        destinataire=invitation.email,
        corps_ephemere=True,
    )
    return invitation


def _rouvrir(invitation: Invitation) -> Invitation:
    """Lock the collectivité, then the invitation; ValidationError unless it is still open."""
    verrouiller(invitation.collectivite)
    invitation = Invitation.objects.select_related("collectivite").get(pk=invitation.pk)
    if invitation.acceptee_le:
        raise ValidationError("Cette invitation a déjà été acceptée.")
    if invitation.annulee_le:
        raise ValidationError("Cette invitation a été annulée.")
    return invitation


@transaction.atomic
def renvoyer(*, identite: Identite, invitation: Invitation) -> None:
    """Send the same link again, for fourteen more days; ValidationError if it has only just left."""
    invitation = _rouvrir(invitation)
    if timezone.now() < invitation.expire_le - DUREE_INVITATION + REPIT:
        raise ValidationError(f"L’invitation de {invitation.email} vient de partir : attendez cinq minutes.")
    _envoyer(invitation, identite)


@transaction.atomic
def annuler(*, invitation: Invitation) -> None:
    """Make the link useless; harmless if it already is; ValidationError once accepted."""
    verrouiller(invitation.collectivite)
    invitation = Invitation.objects.get(pk=invitation.pk)
    if invitation.acceptee_le:
        raise ValidationError("Trop tard : cette invitation a déjà été acceptée.")
    if invitation.annulee_le is None:
        invitation.annulee_le = timezone.now()
        invitation.save(update_fields=["annulee_le"])


def est_pour(invitation: Invitation, compte: Compte) -> bool:
    """The invited address is one that this account has proved to be its own."""
    siennes = EmailAddress.objects.filter(user=compte, verified=True)
    return siennes.filter(email__iexact=invitation.email).exists()


@transaction.atomic
def accepter(*, identite: Identite, invitation: Invitation) -> Adhesion:
    """Become a member, once; ValidationError if the invitation is no longer open.

    The caller has checked `est_pour`.
    """
    invitation = _rouvrir(invitation)
    if invitation.expiree:
        raise ValidationError("Cette invitation a expiré.")
    invitation.acceptee_le = timezone.now()
    invitation.save(update_fields=["acceptee_le"])
    adhesion, _ = Adhesion.objects.get_or_create(
        compte=identite.personne,
        collectivite=invitation.collectivite,
        defaults={"role": invitation.role, "service": invitation.service},
    )
    return adhesion
