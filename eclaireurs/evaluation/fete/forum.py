"""The open forum: anybody proposes a session, anybody comes, everybody may go and see elsewhere."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from communs.collectivites.identite import Identite, autoriser
from communs.etats import journal
from communs.etats.models import Acteur
from communs.etats.services import modifier, verrouiller
from communs.web.typographie import accorder
from eclaireurs.evaluation.fete import mur
from eclaireurs.evaluation.fete.enums import EtatFete
from eclaireurs.evaluation.fete.models import DEJA_SERVI, Atelier, Fete, Inscription, Salle
from eclaireurs.evaluation.fete.version import tourner

ATELIERS_MAX = 200
FERME = "Le forum n’est pas ouvert : on propose et on s’inscrit quand la fête est annoncée."
PRISE = (
    "Cette salle est déjà prise à ce créneau : choisissez-en une autre, ou laissez les organisateurs placer "
    "l’atelier. Votre saisie est là, rien n’est perdu."
)
TROP_PETITE = "Cette salle a {places} et {inscrits} sont déjà inscrites."
COMPLET = "Cet atelier est complet, il a {places}. Demandez aux organisateurs une salle plus grande."
ANNULE = "Cet atelier est annulé."
PAS_AU_MUR = "Cette évaluation n’est pas au mur de la fête."


def _places(salle: Salle) -> str:
    return f"{salle.places} {accorder(salle.places, 'place,places')}"


def _trop(salle: Salle, nombre: int) -> str:
    personnes = f"{nombre} {accorder(nombre, 'personne,personnes')}"
    return TROP_PETITE.format(places=_places(salle), inscrits=personnes)


def _en_forum(fete: Fete) -> Fete:
    """The locked fête, while its forum takes sessions and people."""
    fete = verrouiller(fete)
    if not fete.forum_ouvert:
        raise ValidationError(FERME)
    return fete


def _verifier_le_sujet(fete: Fete, atelier: Atelier) -> None:
    """ValidationError when it speaks of what is not on the wall; an action brings its evaluation."""
    if atelier.action is not None:
        atelier.dossier = atelier.action.plan.dossier
    if atelier.dossier is not None and not mur.dossiers(fete).filter(pk=atelier.dossier.pk).exists():
        raise ValidationError(PAS_AU_MUR)


def _verifier_la_place(fete: Fete, atelier: Atelier) -> None:
    """ValidationError when the room is taken at that slot, too small, or another fête's."""
    for lieu in (atelier.salle, atelier.creneau):
        if lieu is not None and lieu.fete_id != fete.pk:
            raise ValidationError("Cette salle ou ce créneau est d’une autre fête.")
    if not atelier.place:
        return
    pris = Atelier.objects.maintenus().filter(salle=atelier.salle, creneau=atelier.creneau)
    if pris.exclude(pk=atelier.pk).exists():
        raise ValidationError({"salle": PRISE})
    inscrits = atelier.inscriptions.count() if atelier.pk else 0
    if atelier.salle is not None and inscrits > atelier.salle.places:
        raise ValidationError({"salle": _trop(atelier.salle, inscrits)})


@transaction.atomic
def proposer(
    *, identite: Identite, fete: Fete, champs: Mapping[str, Any], demande: UUID, au_nom_de: str = ""
) -> Atelier:
    """Propose a session; `au_nom_de` is somebody without account, for whom an organiser writes.

    The same form twice makes one. Raises PermissionDenied, ValidationError.
    """
    autoriser(identite, "fete.preparer" if au_nom_de else "fete.proposer", fete)
    fete = _en_forum(fete)
    if deja := Atelier.objects.filter(uuid=demande).first():
        if deja.fete_id != fete.pk:
            raise ValidationError(DEJA_SERVI)
        return deja
    if fete.ateliers.count() >= ATELIERS_MAX:
        raise ValidationError(f"Pas plus de {ATELIERS_MAX} ateliers.")
    porteur = Acteur.objects.create(nom=au_nom_de) if au_nom_de else Acteur.objects.de(identite.personne)
    atelier = Atelier(uuid=demande, fete=fete, porteur=porteur, **champs)
    _verifier_le_sujet(fete, atelier)
    _verifier_la_place(fete, atelier)
    _ecrire(atelier)
    journal.consigner(identite=identite, verbe="fete.proposer", objet=atelier, titre=atelier.titre)
    tourner(fete)
    return atelier


def _ecrire(atelier: Atelier) -> None:
    """The constraint has the last word, for whoever wrote without the lock."""
    try:
        with transaction.atomic():
            atelier.save(force_insert=True)
    except IntegrityError as erreur:
        if "fete_un_atelier_par_salle" not in str(erreur):
            raise
        raise ValidationError({"salle": PRISE}) from erreur


@transaction.atomic
def tenir(*, identite: Identite, atelier: Atelier, version: int, champs: Mapping[str, Any]) -> Atelier:
    """Change a session: its words and its place before and during the day, its minutes also afterwards.

    Raises PermissionDenied, Conflit, ValidationError.
    """
    autoriser(identite, "fete.tenir", atelier)
    fete = verrouiller(atelier.fete)
    if fete.etat == EtatFete.PREPARATION or (set(champs) != {"compte_rendu"} and not fete.forum_ouvert):
        raise ValidationError(FERME)
    actuel = verrouiller(atelier)
    if actuel.annule_le is not None:
        raise ValidationError(ANNULE)
    for nom, valeur in champs.items():
        setattr(actuel, nom, valeur)
    champs = dict(champs)
    if "action" in champs:
        _verifier_le_sujet(fete, actuel)
        champs["dossier"] = actuel.dossier
    _verifier_la_place(fete, actuel)
    tenu = modifier(
        identite=identite,
        objet=atelier,
        version=version,
        champs=champs,
        verbe="fete.tenir",
        titre=actuel.titre,
    )
    tourner(fete)
    return tenu


@transaction.atomic
def annuler(*, identite: Identite, atelier: Atelier) -> None:
    """Cancel a session: its room is free again, who came is kept. Harmless if already done."""
    autoriser(identite, "fete.tenir", atelier)
    fete = _en_forum(atelier.fete)
    actuel = verrouiller(atelier)
    if actuel.annule_le is not None:
        return
    actuel.annule_le = timezone.now()
    actuel.version += 1
    actuel.save(update_fields=["annule_le", "version"])
    journal.consigner(identite=identite, verbe="fete.annuler", objet=actuel, titre=actuel.titre)
    tourner(fete)


# --- who comes -----------------------------------------------------------------------------------


def _accueillir(atelier: Atelier) -> tuple[Fete, Atelier]:
    """The locked fête and session, if there is room for one more."""
    fete = _en_forum(atelier.fete)
    atelier = verrouiller(atelier)
    if atelier.annule_le is not None:
        raise ValidationError(ANNULE)
    salle = atelier.salle if atelier.place else None
    if salle is not None and atelier.inscriptions.count() >= salle.places:
        raise ValidationError(COMPLET.format(places=_places(salle)))
    return fete, atelier


@transaction.atomic
def rejoindre(*, identite: Identite, atelier: Atelier) -> Atelier | None:
    """Come to a session. Who was elsewhere at that hour leaves there: return that session, if any.

    Twice is once. Raises PermissionDenied; ValidationError when it is full.
    """
    autoriser(identite, "fete.voir", atelier)
    verrouiller(atelier.fete)
    if atelier.inscriptions.filter(compte=identite.personne).exists():
        return None
    fete, atelier = _accueillir(atelier)
    ailleurs = None
    if atelier.creneau_id is not None:
        autres = Inscription.objects.filter(
            compte=identite.personne, atelier__fete=fete, atelier__creneau=atelier.creneau_id
        ).exclude(atelier=atelier)
        premiere = autres.select_related("atelier").filter(atelier__annule_le=None).order_by("pk").first()
        ailleurs = premiere.atelier if premiere is not None else None
        autres.delete()
    Inscription.objects.create(atelier=atelier, compte=identite.personne)
    tourner(fete)
    return ailleurs


@transaction.atomic
def inscrire(*, identite: Identite, atelier: Atelier, nom: str) -> Inscription:
    """Write down somebody who has no account, or came with a sheet of paper: the organisers' right."""
    autoriser(identite, "fete.preparer", atelier.fete)
    fete, atelier = _accueillir(atelier)
    inscription = Inscription.objects.create(atelier=atelier, nom=nom)
    tourner(fete)
    return inscription


@transaction.atomic
def quitter(*, identite: Identite, atelier: Atelier) -> None:
    """Leave a session; harmless for who was not in it."""
    autoriser(identite, "fete.voir", atelier)
    fete = _en_forum(atelier.fete)
    if Inscription.objects.filter(atelier=atelier, compte=identite.personne).delete()[0]:
        tourner(fete)


@transaction.atomic
def desinscrire(*, identite: Identite, inscription: Inscription) -> None:
    """Take off a name that an organiser wrote, even once the day is over: it is hers to ask."""
    autoriser(identite, "fete.preparer", inscription.atelier.fete)
    fete = verrouiller(inscription.atelier.fete)
    if Inscription.objects.filter(pk=inscription.pk, compte=None).delete()[0]:
        tourner(fete)
