"""How tools tell what is dated, and how people choose when they are reminded of it."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from communs.collectivites.identite import Identite
from communs.collectivites.models import Compte
from communs.dossiers.models import Dossier
from communs.echeances.calculs import aujourd_hui, prochain_rappel
from communs.echeances.enums import Rythme
from communs.echeances.genres import Entree, genre
from communs.echeances.models import Calendrier, Destinataire, Echeance, Relance, nouveau_jeton
from communs.echeances.querysets import CONSERVATION_RELANCES
from communs.web.erreurs import Refus

LIBELLE_MAX = 200
SOMMEIL_MAX = timedelta(days=365)
CHAMPS = ("responsable_id", "libelle", "adresse", "le", "faite_le")


def inscrire(*, genre: str, dossier: Dossier, entree: Entree) -> bool:
    """Write one dated thing, or bring it up to date; tell whether anything was written."""
    return inscrire_plusieurs(genre=genre, dossier=dossier, entrees=[entree]) > 0


@transaction.atomic
def inscrire_plusieurs(*, genre: str, dossier: Dossier, entrees: Sequence[Entree]) -> int:
    """Write many dated things of one dossier in a constant number of queries; return how many changed.

    To call in the transaction that writes the tool's own rows. A new date or responsable is reminded
    afresh. KeyError for an unknown kind, ValidationError for a path that leaves the platform.
    """
    _exiger(genre)
    sans_date = [e.reference for e in entrees if e.le is None]
    retires = retirer(genre=genre, references=sans_date) if sans_date else 0
    datees = [(e, e.le) for e in entrees if e.le is not None]
    if not datees:
        return retires
    datees.sort(key=lambda datee: datee[0].reference)  # one order for all who insert: no deadlock
    siennes = Echeance.objects.filter(genre=genre, reference__in=[e.reference for e, _ in datees])
    connues = {e.reference: e for e in siennes.order_by("pk").select_for_update(of=("self",))}
    lignes = [_ligne(genre, dossier, entree, le, connues.get(entree.reference)) for entree, le in datees]
    ecrites = [ligne for ligne in lignes if ligne is not None]
    Echeance.objects.bulk_create(
        ecrites,
        update_conflicts=True,
        unique_fields=["genre", "reference"],
        update_fields=["responsable", *CHAMPS[1:], "rappel_le", "sommeil_jusqu_au", "modifie_le"],
    )
    return retires + len(ecrites)


def _exiger(cle: str) -> None:
    genre(cle)


def _ligne(cle: str, dossier: Dossier, entree: Entree, le: date, connue: Echeance | None) -> Echeance | None:
    """The row to write, or None when it is already so."""
    ligne = Echeance(
        genre=cle,
        reference=entree.reference,
        dossier=dossier,
        responsable_id=entree.responsable,
        libelle=_abreger(entree.libelle),
        adresse=entree.adresse,
        le=le,
        faite_le=entree.faite_le,
        rappel_le=prochain_rappel(le),
    )
    if connue is not None:
        if all(getattr(connue, champ) == getattr(ligne, champ) for champ in CHAMPS):
            return None
        if (connue.le, connue.responsable_id) == (ligne.le, ligne.responsable_id) and connue.faite_le is None:
            ligne.rappel_le, ligne.sommeil_jusqu_au = connue.rappel_le, connue.sommeil_jusqu_au
    ligne.clean_fields(exclude=["dossier", "responsable"])
    return ligne


def _abreger(texte: str) -> str:
    """A title longer than a line of mail is cut; the thing itself keeps it whole."""
    return texte if len(texte) <= LIBELLE_MAX else texte[: LIBELLE_MAX - 1].rstrip() + "…"


@transaction.atomic
def retirer(*, genre: str, references: Collection[UUID]) -> int:
    """Take things that no longer exist or have no date any more out; return how many were there."""
    return Echeance.objects.filter(pk__in=_verrouiller(genre, references)).delete()[0]


@transaction.atomic
def accomplir(*, genre: str, references: Collection[UUID], le: datetime | None = None) -> int:
    """These things are done: nobody is reminded of them any more. Return how many were not yet."""
    a_faire = Echeance.objects.a_faire().filter(pk__in=_verrouiller(genre, references))
    return a_faire.update(faite_le=le or timezone.now(), modifie_le=timezone.now())


def _verrouiller(genre: str, references: Collection[UUID]) -> list[int]:
    """Lock these rows, in the order of all who lock several: no deadlock."""
    lignes = Echeance.objects.filter(genre=genre, reference__in=references).order_by("pk")
    return list(lignes.select_for_update(of=("self",)).values_list("pk", flat=True))


def ecarts(cle: str) -> list[str]:
    """What the échéances of this kind say otherwise than the tool's own rows: nothing, one hopes."""
    voulues = {
        e.reference: (dossier, e.responsable, _abreger(e.libelle), e.adresse, e.le, e.faite_le)
        for dossier, e in genre(cle).recompter()
        if e.le is not None
    }
    presentes = {
        e.reference: (e.dossier_id, *(getattr(e, champ) for champ in CHAMPS))
        for e in Echeance.objects.filter(genre=cle).order_by("pk")
    }
    return [
        f"{reference} : attendu {voulues.get(reference)}, trouvé {presentes.get(reference)}"
        for reference in sorted(voulues.keys() | presentes.keys())
        if voulues.get(reference) != presentes.get(reference)
    ]


# --- what people choose ---------------------------------------------------------------------------


@transaction.atomic
def endormir(*, echeance: Echeance, jusqu_au: date, maintenant: datetime | None = None) -> Echeance:
    """Remind its responsable of it on that day and not before; it stays on her screen.

    ValidationError for a day that is not within a year from tomorrow, Refus (410) if it is done, gone
    or somebody else's meanwhile.
    """
    jour = aujourd_hui(maintenant or timezone.now(), echeance.dossier.collectivite.fuseau)
    if not jour < jusqu_au <= jour + SOMMEIL_MAX:
        raise ValidationError({"jusqu_au": "Choisissez un jour à venir, dans l’année."})
    actuelle = Echeance.objects.select_for_update().filter(pk=echeance.pk).first()
    if actuelle is None or actuelle.faite_le or actuelle.responsable_id != echeance.responsable_id:
        raise Refus(410, "Cette échéance n’attend plus rien de vous.")
    actuelle.sommeil_jusqu_au = actuelle.rappel_le = jusqu_au
    actuelle.save(update_fields=["sommeil_jusqu_au", "rappel_le"])
    return actuelle


def destinataire_de(compte: Compte) -> Destinataire:
    """What this person has chosen, or what holds while she has chosen nothing (then not saved)."""
    return Destinataire.objects.filter(compte=compte).first() or Destinataire(compte=compte)


def regler(*, identite: Identite, rythme: Rythme, fuseau: str) -> Destinataire:
    """Choose when one is written to, and at which place's hour."""
    return Destinataire.objects.update_or_create(
        compte=identite.personne, defaults={"rythme": rythme, "fuseau": fuseau}
    )[0]


def changer_de_rythme(*, destinataire: Destinataire, rythme: Rythme) -> None:
    """The same by the personal link of a mail, which proves who asks."""
    Destinataire.objects.filter(pk=destinataire.pk).update(rythme=rythme)


def ouvrir_calendrier(*, identite: Identite, dossier: Dossier | None) -> Calendrier:
    """The secret address of one's own échéances, or of this dossier's; the same if there is one."""
    return Calendrier.objects.get_or_create(compte=identite.personne, dossier=dossier)[0]


def renouveler_calendrier(*, calendrier: Calendrier) -> None:
    """A new secret address; the old one answers no more."""
    Calendrier.objects.filter(pk=calendrier.pk).update(jeton=nouveau_jeton(), cree_le=timezone.now())


def revoquer_calendrier(*, calendrier: Calendrier) -> None:
    Calendrier.objects.filter(pk=calendrier.pk).delete()


def purger() -> int:
    """Erase old reminders, and addresses that no dossier knows any more; return how many rows went."""
    anciennes = Relance.objects.filter(cree_le__lt=timezone.now() - CONSERVATION_RELANCES)
    return anciennes.delete()[0] + Destinataire.objects.inconnus().delete()[0]
