"""People of a dossier, once in: roles, handing over, leaving, being forgotten (see also `invitations.py`).

Whatever depends on several rows (somebody must organise the dossier) is decided under a lock on the
dossier's row.
"""

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from communs.collectivites.emails import verifiees_de
from communs.collectivites.identite import Identite, autoriser
from communs.collectivites.models import Collectivite, Compte, Service
from communs.dossiers.genres import genre
from communs.dossiers.invitations import libelles, verifier_roles
from communs.dossiers.models import Dossier, Participant
from communs.etats import journal
from communs.etats.models import Acteur
from communs.etats.services import verrouiller

DERNIER = "Le dossier n’aurait plus personne pour l’organiser : transmettez d’abord ce rôle."
PARTIE = "Cette personne ne participe plus au dossier."


@transaction.atomic
def changer_roles(*, identite: Identite, participant: Participant, roles: Collection[str]) -> None:
    """Give these roles and no other; ValidationError if nobody would organise the dossier any more."""
    autoriser(identite, "dossiers.organiser", participant)
    dossier = verrouiller(participant.dossier)
    participant = verrouiller(participant)
    verifier_roles(dossier, roles)
    if participant.retire_le is not None:
        raise ValidationError(PARTIE)
    if set(participant.roles) == set(roles):
        return
    if not _pilote(dossier, roles):
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
def changer_service(*, identite: Identite, participant: Participant, service: Service | None) -> None:
    """Say where this person now works: a service of a collectivité of the dossier, or none.

    ValidationError for a service of elsewhere, or somebody who has left.
    """
    autoriser(identite, "dossiers.organiser", participant)
    dossier = verrouiller(participant.dossier)
    participant = verrouiller(participant)
    if participant.retire_le is not None:
        raise ValidationError(PARTIE)
    if service is not None and service.collectivite_id != collectivite_de(participant).pk:
        raise ValidationError({"service": "Ce service n’est pas de sa collectivité."})
    if participant.service_id == (service.pk if service else None):
        return
    participant.service = service
    participant.save(update_fields=["service"])
    journal.consigner(
        identite=identite,
        verbe="dossiers.changer_service",
        objet=dossier,
        cible=participant.acteur,
        service=service.nom if service else "aucun",
    )


def collectivite_de(participant: Participant) -> Collectivite:
    """Of those of the dossier, the one where this person works; the lead one if it is not known."""
    dossier = participant.dossier
    siennes = Collectivite.objects.filter(adhesions__compte=participant.compte_id)
    partenaire = siennes.filter(dossiers_partenaires=dossier).order_by("pk")
    chez_elle = participant.compte_id is None or siennes.filter(pk=dossier.collectivite_id).exists()
    return dossier.collectivite if chez_elle else partenaire.first() or dossier.collectivite


@transaction.atomic
def regler(
    *, identite: Identite, participant: Participant, roles: Collection[str], service: Service | None
) -> None:
    """Her roles and her service: both or neither."""
    changer_roles(identite=identite, participant=participant, roles=roles)
    changer_service(identite=identite, participant=participant, service=service)


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
    if role in genre(dossier.genre).pilotes and not (a.compte and a.compte.is_active):
        raise ValidationError({"a": "Cette personne n’a pas de compte ouvert : elle ne pourrait rien faire."})
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
    participant.invitation_expire_le = None
    participant.save(update_fields=["roles", "retire_le", "invitation_expire_le"])


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


def oublier_compte(compte: Compte) -> None:
    """Before an account is erased: it takes part in nothing more, nor do invitations to its addresses.

    In the caller's transaction. An unverified address proves nothing: its invitations stay. A dossier
    left without organiser goes to its collectivité's administrators.
    """
    adresses = verifiees_de(compte).values("email")
    siennes = Participant.objects.filter(Q(compte=compte) | Q(email__in=adresses))
    for participant in siennes.select_for_update(of=("self",)).order_by("pk"):
        participant.roles, participant.retire_le = [], participant.retire_le or timezone.now()
        participant.save(update_fields=["roles", "retire_le"])
        anonymiser(participant)


def _pilote(dossier: Dossier, roles: Collection[str]) -> bool:
    return not genre(dossier.genre).pilotes.isdisjoint(roles)


def _exiger_un_autre_pilote(dossier: Dossier, sauf: Participant) -> None:
    """Refuse what would take the last organiser; one who can't sign in organises nothing already."""
    pilotes = dossier.participants.pilotes()
    if pilotes.filter(pk=sauf.pk).exists() and not pilotes.exclude(pk=sauf.pk).exists():
        raise ValidationError(DERNIER)
