"""Invitations: their links, sending, accepting. The services of one mechanism, in one file."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID, uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone

from communs.collectivites import essais
from communs.collectivites.emails import a_verifie
from communs.collectivites.identite import Identite
from communs.collectivites.models import DUREE_INVITATION, Adhesion, Collectivite, Compte, Invitation, Service
from communs.collectivites.services import verrouiller
from communs.courrier import services as courrier
from communs.courrier.models import Courriel

_signataire = Signer(salt="collectivites.invitation", sep=".")
# An invitation writes to somebody who asked nothing: neither by hundreds nor twice in a row.
EN_ATTENTE_MAX = 200
REPIT = timedelta(minutes=5)
# Sendings of the last 24 hours, whatever became of the invitations: cancelling gives nothing back.
PAR_DESTINATAIRE_MAX, PAR_EXPEDITEUR_MAX = 3, 60
CLE = "invitation:"
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

    An address whose invitation is under way is refused; an expired one is renewed; one that has just
    left as asked, by the same person, is the form sent twice: nothing more goes.
    """
    collectivite = verrouiller(collectivite)
    essais.interdire(collectivite, essais.PAS_D_INVITATION)
    membres = set(collectivite.adhesions.values_list("compte__email", flat=True))
    ouvertes = {i.email.lower(): i for i in collectivite.invitations.ouvertes().order_by("pk")}
    deja = [i for a in adresses if (i := ouvertes.get(a)) and _vient_de_partir(i, identite, role, service)]
    adresses = [a for a in adresses if a not in {i.email.lower() for i in deja}]
    erreurs = _trop_d_envois(identite, adresses)
    for adresse in adresses:
        ouverte = ouvertes.get(adresse)
        if adresse in membres:
            erreurs.append(DEJA_MEMBRE.format(email=adresse))
        elif ouverte is not None and not ouverte.expiree:
            erreurs.append(f"Une invitation est déjà en cours pour {adresse} : vous pouvez la renvoyer.")
    if len(ouvertes.keys() | set(adresses)) > EN_ATTENTE_MAX:
        erreurs.append(f"Pas plus de {EN_ATTENTE_MAX} invitations en attente : annulez-en d’abord.")
    if erreurs:
        return Bilan(erreurs=erreurs)
    envoyees = deja
    for adresse in adresses:
        invitation = ouvertes.get(adresse) or Invitation(collectivite=collectivite, email=adresse)
        invitation.role, invitation.service = role, service
        envoyees.append(_envoyer(invitation, identite))
    return Bilan(envoyees=envoyees)


def _vient_de_partir(invitation: Invitation, identite: Identite, role: str, service: Service | None) -> bool:
    """Sent less than REPIT ago, by this person, in these terms."""
    return (invitation.invite_par_id, invitation.role, invitation.service_id) == (
        identite.personne.pk,
        role,
        service.pk if service else None,
    ) and timezone.now() < invitation.expire_le - DUREE_INVITATION + REPIT


def _trop_d_envois(identite: Identite, adresses: list[str]) -> list[str]:
    """Why these mails may not leave today; the outbox is what was really sent."""
    recents = Courriel.objects.filter(cle__startswith=CLE, cree_le__gt=timezone.now() - timedelta(days=1))
    miens = recents.filter(cle__startswith=f"{CLE}{identite.personne.pk}:").count()
    if miens + len(adresses) > PAR_EXPEDITEUR_MAX:
        return [f"Pas plus de {PAR_EXPEDITEUR_MAX} invitations envoyées par jour : continuez demain."]
    recus = Counter(
        recents.annotate(adresse=Lower("destinataire"))
        .filter(adresse__in=adresses)
        .values_list("adresse", flat=True)
    )
    return [
        f"{a} a déjà reçu {PAR_DESTINATAIRE_MAX} invitations depuis hier : attendez un jour."
        for a in adresses
        if recus[a] >= PAR_DESTINATAIRE_MAX
    ]


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
        cle=f"{CLE}{identite.personne.pk}:{uuid4().hex}",
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
        raise ValidationError(f"L’invitation de {invitation.email} vient de partir : attendez cinq minutes.")
    if erreurs := _trop_d_envois(identite, [invitation.email.lower()]):
        raise ValidationError(erreurs[0])
    _envoyer(invitation, identite)


@transaction.atomic
def annuler(*, invitation: Invitation) -> None:
    """Make the link useless; harmless if it already is; ValidationError once accepted."""
    verrouiller(invitation.collectivite)
    invitation = Invitation.objects.get(pk=invitation.pk)
    if invitation.acceptee_le:
        raise ValidationError("Trop tard : cette invitation a déjà été acceptée.")
    if invitation.annulee_le is None:
        invitation.annulee_le = timezone.now()
        invitation.save(update_fields=["annulee_le"])


def est_pour(invitation: Invitation, compte: Compte) -> bool:
    """The invited address is one that this account has proved to be its own."""
    return a_verifie(compte, invitation.email)


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
