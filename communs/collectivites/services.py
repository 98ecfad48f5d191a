"""Writes about collectivités, their members and accounts.

Whatever depends on several rows (last administrator, tree of services) is decided under a lock on
the collectivité's row, so that two people acting at the same instant cannot break it together.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.text import slugify

from communs.collectivites import effacement
from communs.collectivites.enums import Role
from communs.collectivites.identite import Identite
from communs.collectivites.models import (
    SIREN_PRIS,
    Adhesion,
    Collectivite,
    Compte,
    Demande,
    Invitation,
    Service,
)
from communs.web import rgpd

# Path segments of /espace/ that a collectivité's identifiant must not take.
IDENTIFIANTS_RESERVES = frozenset(
    {"creer", "dossiers", "echeances", "invitations", "rattachement", "seances"}
)
DERNIER = (
    "{nom} n’aurait plus d’administrateur. Transmettez d’abord ce rôle à un autre membre, "
    "ou nommez un second administrateur."
)
SERVICE_DISPARU = "Ce service n’existe plus."
# Enough for any organisation chart, and a bound for the pages that draw it.
PROFONDEUR_MAX = 8


def verrouiller(collectivite: Collectivite) -> Collectivite:
    """Lock the collectivité's row until the end of the transaction and return it fresh."""
    return Collectivite.objects.select_for_update().get(pk=collectivite.pk)


@transaction.atomic
def creer_collectivite(*, identite: Identite, nom: str, type: str, siren: str) -> Collectivite:
    """Register a collectivité; its creator becomes its administrator.

    Sent twice, the form finds the collectivité that its author already administers. Raises
    ValidationError (field `siren`) if the SIREN is taken by others, without saying by whom.
    """
    collectivite = Collectivite(nom=nom, type=type, siren=siren, identifiant=_identifiant_libre(nom))
    try:
        with transaction.atomic():
            collectivite.save(force_insert=True)
    except IntegrityError as erreur:
        if Collectivite.objects.filter(siren=siren).exists():
            sienne = Collectivite.objects.administrees_par(identite.personne).filter(siren=siren).first()
            if sienne is not None:
                return sienne
            raise ValidationError({"siren": SIREN_PRIS}) from erreur
        # Another name took the same identifiant at the same instant: the SIREN is unique too.
        collectivite.identifiant = f"{collectivite.identifiant[:70]}-{siren}"
        collectivite.save(force_insert=True)
    Adhesion.objects.create(compte=identite.personne, collectivite=collectivite, role=Role.ADMINISTRATEUR)
    return collectivite


def _identifiant_libre(nom: str) -> str:
    """A readable part of address, unused: `port-lumiere`, else `port-lumiere-2`…"""
    base = slugify(nom.replace("’", "-").replace("'", "-"))[:70].strip("-") or "collectivite"
    pris = set(
        Collectivite.objects.filter(identifiant__startswith=base).values_list("identifiant", flat=True)
    )
    pris |= IDENTIFIANTS_RESERVES
    candidat, rang = base, 1
    while candidat in pris:
        rang += 1
        candidat = f"{base}-{rang}"
    return candidat


# --- members -------------------------------------------------------------------------------------


def _exiger_un_administrateur(collectivite: Collectivite, *, sans: Adhesion) -> None:
    """Refuse (ValidationError) what would leave the locked collectivité without administrator."""
    autres = collectivite.adhesions.actives().filter(role=Role.ADMINISTRATEUR).exclude(pk=sans.pk)
    if not autres.exists():
        raise ValidationError(DERNIER.format(nom=collectivite.nom))


@transaction.atomic
def changer_adhesion(
    *, adhesion: Adhesion, role: str, service: Service | None, fonction: str | None = None
) -> None:
    """Give a member this role, this service and, if told, this function; ValidationError for the last
    administrator."""
    collectivite = verrouiller(adhesion.collectivite)
    presente = collectivite.adhesions.filter(pk=adhesion.pk).first()
    if presente is None:
        raise ValidationError("Cette personne n’est plus membre de la collectivité.")
    if service is not None and not collectivite.services.filter(pk=service.pk).exists():
        raise ValidationError({"service": SERVICE_DISPARU})
    if presente.role == Role.ADMINISTRATEUR and role != Role.ADMINISTRATEUR:
        _exiger_un_administrateur(collectivite, sans=presente)
    presente.role, presente.service = role, service
    presente.fonction = presente.fonction if fonction is None else fonction
    presente.save(update_fields=["role", "service", "fonction"])


@transaction.atomic
def retirer(*, adhesion: Adhesion) -> None:
    """End a membership, by an administrator or by the person; harmless if it has already ended."""
    collectivite = verrouiller(adhesion.collectivite)
    presente = collectivite.adhesions.filter(pk=adhesion.pk).first()
    if presente is None:
        return
    if presente.role == Role.ADMINISTRATEUR:
        _exiger_un_administrateur(collectivite, sans=presente)
    presente.delete()


@transaction.atomic
def quitter(*, adhesion: Adhesion) -> None:
    """End one's own membership; the only member takes the collectivité along (the page says so)."""
    collectivite = verrouiller(adhesion.collectivite)
    if collectivite.adhesions.exclude(pk=adhesion.pk).exists():
        retirer(adhesion=adhesion)
    else:
        effacement.effacer_collectivite(collectivite)


@transaction.atomic
def supprimer_collectivite(*, collectivite: Collectivite) -> None:
    """Delete it with all that it leads; people keep their accounts."""
    effacement.effacer_collectivite(verrouiller(collectivite))


@transaction.atomic
def transmettre(*, adhesion: Adhesion, a: Adhesion) -> None:
    """Hand the administrator's role over to another member and become a simple one."""
    collectivite = verrouiller(adhesion.collectivite)
    presents = {m.pk: m for m in collectivite.adhesions.filter(pk__in=[adhesion.pk, a.pk]).order_by("pk")}
    if len(presents) < 2:
        raise ValidationError("Cette personne n’est plus membre de la collectivité.")
    if not collectivite.adhesions.actives().filter(pk=a.pk).exists():
        raise ValidationError("Le compte de cette personne est fermé : choisissez quelqu’un d’autre.")
    if presents[adhesion.pk].role != Role.ADMINISTRATEUR:
        raise ValidationError("Vous n’avez plus ce rôle : il n’y a rien à transmettre.")
    for membre, role in ((presents[a.pk], Role.ADMINISTRATEUR), (presents[adhesion.pk], Role.MEMBRE)):
        membre.role = role
        membre.save(update_fields=["role"])


# --- services ------------------------------------------------------------------------------------


@transaction.atomic
def ajouter_service(*, collectivite: Collectivite, nom: str, parent: Service | None) -> Service:
    """Add a service under `parent` (None: at the top); ValidationError if the name is taken there.

    The very same name at the same place is the form sent twice: the service is there already.
    """
    verrouiller(collectivite)
    if present := collectivite.services.filter(nom=nom, parent=parent).first():
        return present
    service = Service(collectivite=collectivite, nom=nom)
    _placer(service, parent)
    service.save(force_insert=True)
    return service


@transaction.atomic
def modifier_service(*, service: Service, nom: str, parent: Service | None) -> None:
    """Rename and move; ValidationError if the name is taken there or if the tree would loop."""
    verrouiller(service.collectivite)
    if not Service.objects.filter(pk=service.pk).exists():
        raise ValidationError(SERVICE_DISPARU)
    service.nom = nom
    _placer(service, parent)
    service.save(update_fields=["nom", "parent"])


def _placer(service: Service, parent: Service | None) -> None:
    """Hang the service under `parent`, the tree being locked, or raise ValidationError."""
    parents = dict(Service.objects.filter(collectivite=service.collectivite).values_list("pk", "parent_id"))
    if parent is not None and parent.pk not in parents:
        raise ValidationError({"parent": SERVICE_DISPARU})
    profondeur, ancetre = 1 + _hauteur(service.pk, parents), parent.pk if parent else None
    while ancetre is not None:
        if ancetre == service.pk:
            raise ValidationError(
                {"parent": "Un service ne peut pas être rattaché à lui-même ou à l’un des siens."}
            )
        profondeur, ancetre = profondeur + 1, parents[ancetre]
    if profondeur > PROFONDEUR_MAX:
        raise ValidationError({"parent": f"L’organigramme compte au plus {PROFONDEUR_MAX} niveaux."})
    service.parent = parent
    service.validate_constraints()


def _hauteur(pk: int | None, parents: Mapping[int, int | None]) -> int:
    """How many levels hang below this service."""
    enfants = [enfant for enfant, parent in parents.items() if pk is not None and parent == pk]
    return max((1 + _hauteur(enfant, parents) for enfant in enfants), default=0)


@transaction.atomic
def supprimer_service(*, service: Service) -> None:
    """Delete an empty service; harmless if already deleted; ValidationError if something is in it."""
    verrouiller(service.collectivite)
    if Service.objects.filter(parent_id=service.pk).exists():
        raise ValidationError(f"« {service.nom} » contient d’autres services : déplacez-les d’abord.")
    if Adhesion.objects.filter(service_id=service.pk).exists():
        raise ValidationError(f"« {service.nom} » compte des membres : changez d’abord leur service.")
    Service.objects.filter(pk=service.pk).delete()


# --- account -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class BilanDeSuppression:
    """What erasing an account meets: collectivités that go with it, and those that prevent it."""

    disparaissent: tuple[Collectivite, ...]
    empechent: tuple[Collectivite, ...]


def bilan_de_suppression(compte: Compte) -> BilanDeSuppression:
    """A collectivité of one goes with its only member; one left without administrator prevents it."""
    return BilanDeSuppression(
        disparaissent=tuple(Collectivite.objects.dont_il_est_seul_membre(compte)),
        empechent=tuple(Collectivite.objects.qui_ont_besoin_de(compte)),
    )


def _verrouiller_les_siennes(compte: Compte) -> None:
    siennes = Collectivite.objects.filter(adhesions__compte=compte).order_by("pk")
    list(siennes.select_for_update(of=("self",)))


def exiger_fermable(compte: Compte) -> None:
    """Refuse (ValidationError) to close the account that alone administers a collectivité.

    Locks: to call in the transaction that closes it.
    """
    _verrouiller_les_siennes(compte)
    bilan = bilan_de_suppression(compte)
    for collectivite in (*bilan.empechent, *bilan.disparaissent):
        raise ValidationError(DERNIER.format(nom=collectivite.nom))


@transaction.atomic
def supprimer_compte(*, compte: Compte) -> None:
    """Erase the account, its memberships, sessions, invitations and every mail to its addresses."""
    _verrouiller_les_siennes(compte)
    bilan = bilan_de_suppression(compte)
    if bilan.empechent:
        raise ValidationError(DERNIER.format(nom=bilan.empechent[0].nom))
    for collectivite in bilan.disparaissent:
        effacement.effacer_collectivite(collectivite)
    rgpd.effacer(compte)
    compte.delete()


@transaction.atomic
def purger() -> None:
    """Delete old invitations, never verified accounts and traces of dead sessions (see the register)."""
    vivantes = Session.objects.filter(session_key=OuterRef("session_key"), expire_date__gt=timezone.now())
    UserSession.objects.filter(~Exists(vivantes)).delete()
    Invitation.objects.perimees().delete()
    Demande.objects.perimees().delete()
    Compte.objects.jamais_verifies().delete()
