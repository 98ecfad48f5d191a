"""What is written of a séance: prepare it, open and close its door, put something on stage, come and go."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from communs.collectivites.essais import FERME as PAS_EN_ESSAI
from communs.collectivites.identite import Identite, autoriser
from communs.dossiers.models import Dossier
from communs.etats import journal, purges
from communs.etats.services import Conflit, enregistrer, verrouiller
from communs.seances import activites
from communs.seances.enums import EtatSeance, Moment
from communs.seances.models import CODE_GARDE, CONSERVATION, PLACES_MAX, Participation, Seance
from communs.seances.transitions import fermer
from communs.seances.version import perimer
from communs.web.codes import nouveau_code
from communs.web.erreurs import Refus

LONGUEUR_REPRISE = 8
DEJA_SERVI = "Ce formulaire a déjà servi : rechargez la page."
FERMEE = "Cette séance n’est pas ouverte : rien n’a été changé."
PORTE = "L’entrée est fermée : demandez à la personne qui anime de la rouvrir."
COMPLETE = f"Cette séance compte déjà {PLACES_MAX} personnes : elle n’en reçoit plus."
PAS_UNE_ETAPE = "Cette étape n’existe pas. Rien n’a été changé."
FINIE = "Cette séance est finie."
PAS_DE_SALLE = "une séance à vous demande un compte qui dure."

journal.inscrire({"seances.preparer": "a préparé la séance « {titre} »"})


@transaction.atomic
def preparer(*, identite: Identite, dossier: Dossier, titre: str, demande: UUID) -> Seance:
    """A new séance in this dossier; `demande` names the form, sent twice it makes one."""
    autoriser(identite, "seances.animer", dossier)
    seance, neuve = Seance.objects.get_or_create(uuid=demande, defaults={"dossier": dossier, "titre": titre})
    if seance.dossier_id != dossier.pk:
        raise ValidationError(DEJA_SERVI)
    if neuve:
        journal.consigner(identite=identite, verbe="seances.preparer", objet=seance, titre=titre)
    return seance


@transaction.atomic
def preparer_la_sienne(*, identite: Identite, titre: str, demande: UUID) -> Seance:
    """A new séance without dossier, led by this account; the same form sent twice makes one.

    Raises ValidationError, for a trial too: its account does not last.
    """
    compte = identite.personne
    if compte.essai_id is not None:
        raise ValidationError(PAS_EN_ESSAI.format(quoi=PAS_DE_SALLE))
    voulue = {"animee_par": compte, "titre": titre}
    seance, neuve = Seance.objects.get_or_create(uuid=demande, defaults=voulue)
    if seance.animee_par_id != compte.pk:
        raise ValidationError(DEJA_SERVI)
    if neuve:
        journal.consigner(identite=identite, verbe="seances.preparer", objet=seance, titre=titre)
    return seance


@transaction.atomic
def tenir_l_entree(*, identite: Identite, seance: Seance, fermee: bool) -> Seance:
    """Let nobody else in, or let people in again; who is inside stays."""
    autoriser(identite, "seances.animer", seance)
    seance = verrouiller(seance)
    if not seance.ouverte:
        raise ValidationError(FERMEE)
    if seance.entree_fermee != fermee:
        seance.entree_fermee = fermee
        enregistrer(seance, "entree_fermee")
        perimer(seance)
    return seance


@transaction.atomic
def mettre_en_scene(
    *, identite: Identite, seance: Seance, version: int, activite: str, objet: UUID | None, moment: str
) -> Seance:
    """Everybody now sees this; an empty `activite` clears the stage.

    Asked twice, it happens once. Raises Conflit when somebody else moved on first, ValidationError.
    """
    autoriser(identite, "seances.animer", seance)
    actuelle = verrouiller(seance)
    if not actuelle.ouverte:
        raise ValidationError(FERMEE)
    if (actuelle.activite, actuelle.objet, actuelle.moment) == (activite, objet, moment):
        return actuelle
    if actuelle.version != version:
        raise Conflit(actuelle)
    if activite:
        _passer(actuelle, activite, objet, moment)
    actuelle.activite, actuelle.objet, actuelle.moment = activite, objet, moment
    enregistrer(actuelle, "activite", "objet", "moment")
    perimer(actuelle)
    return actuelle


def _passer(seance: Seance, cle: str, objet: UUID | None, moment: str) -> None:
    activite = activites.trouver(cle)
    if activite is None or objet is None or moment not in Moment.values:
        raise ValidationError(PAS_UNE_ETAPE)
    activite.passer(seance, objet, moment)


# --- who is in the room --------------------------------------------------------------------------


@transaction.atomic
def rejoindre(*, seance: Seance, prenom: str, demande: UUID) -> Participation:
    """Come in. `demande` names the form: sent twice, one person came in. Raises ValidationError, Refus 410.

    The séance is held as it is until the end, without making people wait for each other.
    """
    seance = tenir(seance)
    if deja := Participation.objects.filter(uuid=demande).first():
        if deja.seance_id != seance.pk:
            raise ValidationError(DEJA_SERVI)
        return deja
    if seance.entree_fermee:
        raise ValidationError(PORTE)
    if seance.participations.count() >= PLACES_MAX:
        raise ValidationError(COMPLETE)
    try:
        with transaction.atomic():
            arrivee = Participation.objects.create(
                uuid=demande, seance=seance, prenom=prenom, reprise=nouveau_code(LONGUEUR_REPRISE)
            )
    except IntegrityError:  # the same form at the same instant
        return Participation.objects.get(uuid=demande, seance=seance)
    return arrivee


def tenir(seance: Seance) -> Seance:
    """Hold an open séance as it is until the transaction ends: many may at once, who leads it waits for them.

    Raises Refus 410 once it is over.
    """
    tenue = Seance.objects.raw("SELECT * FROM seances_seance WHERE id = %s FOR SHARE", [seance.pk])
    actuelle = next(iter(tenue), None)
    if actuelle is None or not actuelle.ouverte:
        raise Refus(410, FINIE)
    return actuelle


def retrouver(*, seance: Seance, reprise: str) -> Participation | None:
    """Who bears this re-entry code in this séance."""
    return seance.participations.filter(reprise=reprise).first()


@transaction.atomic
def partir(*, participation: Participation) -> None:
    """Erase somebody's passage: her name, her code, what she answered. Harmless if already done."""
    for activite in activites.toutes():
        activite.oublier(participation)
    Participation.objects.filter(pk=participation.pk).delete()


# --- every night ---------------------------------------------------------------------------------


def purger() -> None:
    """Close what was left open, free the codes, forget who came. Each step may be run again."""
    maintenant = timezone.now()
    for pk in list(Seance.objects.expirees().order_by("pk").values_list("pk", flat=True)):
        _fermer_d_office(pk)
    Seance.objects.filter(etat=EtatSeance.CLOSE, close_le__lt=maintenant - CODE_GARDE).update(code=None)
    closes = Seance.objects.filter(close_le__lt=maintenant - CONSERVATION)
    # One that opened again after its purge had other people in it.
    vieilles = closes.filter(purges.a_refaire("purgee_le", "close_le"))
    cles = list(vieilles.order_by("pk").values_list("pk", flat=True))
    Participation.objects.filter(seance__in=cles).delete()
    Seance.objects.filter(pk__in=cles).update(purgee_le=maintenant)


@transaction.atomic
def _fermer_d_office(pk: int) -> None:
    seance = Seance.objects.expirees().select_for_update(of=("self",)).filter(pk=pk).first()
    if seance is not None:
        seance.etat = EtatSeance.CLOSE
        enregistrer(seance, "etat", *fermer(seance))
