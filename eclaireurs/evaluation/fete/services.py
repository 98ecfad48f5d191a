"""Preparing the fête: its day, its rooms and slots, the private dossiers on its wall, who is invited.

Every write locks the fête's row first: two people never place, join or decide across each other.
"""

from collections.abc import Mapping
from datetime import time, timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from communs.collectivites.identite import Identite, autoriser
from communs.collectivites.models import Adhesion, Collectivite
from communs.courrier import services as courrier
from communs.courrier.models import Courriel
from communs.dossiers.enums import OUVERTES_AUX_MEMBRES
from communs.dossiers.models import Dossier
from communs.etats import journal
from communs.etats.models import Acteur
from communs.etats.services import modifier, verrouiller
from eclaireurs.evaluation.fete import calendrier, mur
from eclaireurs.evaluation.fete.enums import EtatFete
from eclaireurs.evaluation.fete.models import (
    DEJA_SERVI,
    Affichage,
    Atelier,
    Creneau,
    Fete,
    Inscription,
    Salle,
)
from eclaireurs.evaluation.fete.version import tourner

SALLES_MAX, CRENEAUX_MAX = 60, 20
CLOSE = "La fête est close : rouvrez-la pour y changer quelque chose."
HORS_DES_HEURES = "Ce créneau sort des heures de la fête."
SE_CHEVAUCHENT = "Ce créneau en chevauche un autre."
OCCUPEE = "Des ateliers s’y tiennent : placez-les ailleurs d’abord."
DEJA_LISIBLE = "Les membres lisent déjà ce dossier : il est au mur de lui-même."
PAS_ANNONCEE = "Annoncez d’abord la fête : les invitations donnent son programme à lire."


def _preparer(identite: Identite, fete: Fete) -> Fete:
    """The locked fête, if this person prepares it and it is not over."""
    autoriser(identite, "fete.preparer", fete)
    fete = verrouiller(fete)
    if fete.etat == EtatFete.CLOSE:
        raise ValidationError(CLOSE)
    return fete


@transaction.atomic
def preparer(
    *, identite: Identite, collectivite: Collectivite, champs: Mapping[str, Any], demande: UUID
) -> Fete:
    """Begin to prepare the fête of a year; the same form twice makes one. Raises ValidationError."""
    autoriser(identite, "fete.preparer", collectivite)
    verrouiller(collectivite)
    if deja := Fete.objects.filter(uuid=demande).first():
        if deja.collectivite_id != collectivite.pk:
            raise ValidationError(DEJA_SERVI)
        return deja
    fete = Fete(uuid=demande, collectivite=collectivite, **champs)
    fete.validate_constraints()
    fete.save(force_insert=True)
    journal.consigner(identite=identite, verbe="fete.preparer", objet=fete, le=f"{fete.le:%d/%m/%Y}")
    return fete


@transaction.atomic
def preciser(*, identite: Identite, fete: Fete, version: int, champs: Mapping[str, Any]) -> Fete:
    """Change day, hours, place or words; once announced, the calendars follow. Conflit, ValidationError."""
    actuelle = _preparer(identite, fete)
    avant = actuelle.le
    debut, fin = champs.get("debut", actuelle.debut), champs.get("fin", actuelle.fin)
    if actuelle.creneaux.exclude(debut__gte=debut, fin__lte=fin).exists():
        raise ValidationError("Des créneaux sortent de ces heures : changez-les d’abord.")
    for nom, valeur in champs.items():
        setattr(actuelle, nom, valeur)
    actuelle.validate_constraints()
    precisee = modifier(identite=identite, objet=fete, version=version, champs=champs, verbe="fete.preciser")
    if precisee.forum_ouvert:
        calendrier.dater(identite, precisee, avant=avant)
    tourner(fete)
    return precisee


# --- rooms and slots -----------------------------------------------------------------------------


@transaction.atomic
def ajouter_salle(*, identite: Identite, fete: Fete, nom: str, places: int) -> Salle:
    fete = _preparer(identite, fete)
    if fete.salles.count() >= SALLES_MAX:
        raise ValidationError(f"Pas plus de {SALLES_MAX} salles.")
    salle = Salle(fete=fete, nom=nom, places=places)
    salle.validate_constraints()
    salle.save()
    journal.consigner(identite=identite, verbe="fete.salle", objet=salle, nom=nom)
    tourner(fete)
    return salle


@transaction.atomic
def ajouter_creneau(*, identite: Identite, fete: Fete, debut: time, fin: time) -> Creneau:
    """Add a slot within the hours of the day, that overlaps no other."""
    fete = _preparer(identite, fete)
    if fete.creneaux.count() >= CRENEAUX_MAX:
        raise ValidationError(f"Pas plus de {CRENEAUX_MAX} créneaux.")
    creneau = Creneau(fete=fete, debut=debut, fin=fin)
    if fin > debut and (debut < fete.debut or fin > fete.fin):
        raise ValidationError(HORS_DES_HEURES)
    if fete.creneaux.filter(debut__lt=fin, fin__gt=debut).exists():
        raise ValidationError(SE_CHEVAUCHENT)
    creneau.validate_constraints()
    creneau.save()
    journal.consigner(identite=identite, verbe="fete.creneau", objet=creneau, nom=str(creneau))
    tourner(fete)
    return creneau


@transaction.atomic
def oter(*, identite: Identite, objet: Salle | Creneau) -> None:
    """Take away a room or a slot where nothing is held; harmless if already gone."""
    fete = _preparer(identite, objet.fete)
    if objet.ateliers.filter(annule_le=None).exists():
        raise ValidationError(OCCUPEE)
    verbe = "fete.oter_salle" if isinstance(objet, Salle) else "fete.oter_creneau"
    journal.consigner(identite=identite, verbe=verbe, objet=objet, nom=str(objet))
    objet.delete()
    tourner(fete)


# --- the wall ------------------------------------------------------------------------------------


@transaction.atomic
def afficher(*, identite: Identite, fete: Fete, dossier: Dossier, au_mur: bool) -> None:
    """Put a private dossier on the wall of this fête, or take it off: its pilots alone decide."""
    autoriser(identite, "fete.voir", fete)
    autoriser(identite, "fete.afficher", dossier)
    fete = verrouiller(fete)
    dossier = verrouiller(dossier)
    if dossier.visibilite in OUVERTES_AUX_MEMBRES:
        raise ValidationError(DEJA_LISIBLE)
    if not mur.evaluations(fete).filter(pk=dossier.pk).exists():
        raise ValidationError("Cette évaluation n’est pas de cette collectivité.")
    if au_mur:
        _, change = Affichage.objects.get_or_create(fete=fete, dossier=dossier)
    else:
        change = bool(Affichage.objects.filter(fete=fete, dossier=dossier).delete()[0])
    if change:
        # Told in the dossier's own journal: it is its privacy that changes.
        verbe = "fete.afficher" if au_mur else "fete.retirer"
        journal.consigner(identite=identite, verbe=verbe, objet=dossier, titre=dossier.titre)
        tourner(fete)


# --- the invitation ------------------------------------------------------------------------------


def a_inviter(fete: Fete) -> list[Adhesion]:
    """The members who have not been written to yet, one line per person."""
    deja = set(Courriel.objects.filter(cle__startswith=f"fete:{fete.uuid}:").values_list("cle", flat=True))
    membres = fete.collectivite.adhesions.actives().select_related("compte").order_by("compte_id")
    return [m for m in membres if cle_de(fete, m) not in deja]


def cle_de(fete: Fete, membre: Adhesion) -> str:
    return f"fete:{fete.uuid}:{membre.compte_id}"


@transaction.atomic
def inviter(*, identite: Identite, fete: Fete) -> int:
    """Write to each member not written to yet, one mail each; return how many. Nobody is written to twice."""
    fete = _preparer(identite, fete)
    if not fete.forum_ouvert:
        raise ValidationError(PAS_ANNONCEE)
    courriels = [
        courrier.preparer_gabarit(
            "evaluation/fete/courriels/invitation",
            {"fete": fete, "collectivite": fete.collectivite},
            destinataire=membre.compte.email,
            cle=cle_de(fete, membre),
        )
        for membre in a_inviter(fete)
    ]
    if courriels:
        courrier.poster_plusieurs(courriels)
        Fete.objects.filter(pk=fete.pk).update(invitee_le=timezone.now())
        journal.consigner(identite=identite, verbe="fete.inviter", objet=fete, nombre=len(courriels))
    return len(courriels)


# --- every night ---------------------------------------------------------------------------------

CONSERVATION_NOMS = 90  # days after the day itself


def purger() -> int:
    """Forget the names of people who came without account, three months after; they still count."""
    limite = timezone.localdate() - timedelta(days=CONSERVATION_NOMS)
    vieilles = Inscription.objects.filter(atelier__fete__le__lt=limite, compte=None).exclude(nom="")
    porteurs = Atelier.objects.filter(fete__le__lt=limite, porteur__compte=None).values("porteur")
    return vieilles.update(nom="") + Acteur.objects.filter(pk__in=porteurs).exclude(nom="").update(nom="")
