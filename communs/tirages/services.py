"""Writes about a draw before its commitment: making it, its terms, its places, its exclusions.

Everything is decided under a lock on the draw's row, and gives it its next version: who then commits what
she has not seen is told so.
"""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from communs.collectivites.identite import Identite, autoriser
from communs.dossiers.models import Dossier
from communs.etats import journal
from communs.etats.services import enregistrer, modifier, verrouiller
from communs.tirages.enums import EtatTirage, Exclusion, GenreEcriture
from communs.tirages.models import Ecriture, Groupe, Inscrit, Tirage
from communs.tirages.preparation import a_exclure, hors_tirage
from communs.web.erreurs import Refus

TIRAGES_MAX = 100  # in one dossier
ENGAGE = "Ce tirage est engagé : sa liste, ses places et ses règles ne changent plus. Rien n’a été changé."


def ouvert(tirage: Tirage) -> Tirage:
    """The draw, locked and still being prepared; Refus (409) once it is committed."""
    dossier = tirage.dossier
    actuel = verrouiller(tirage)
    actuel.dossier = dossier  # fetched with its collectivité
    if actuel.etat != EtatTirage.PREPARATION:
        raise Refus(409, ENGAGE)
    return actuel


@transaction.atomic
def preparer(*, identite: Identite, dossier: Dossier, demande: UUID, champs: Mapping[str, Any]) -> Tirage:
    """Begin a draw. `demande` names the form: sent twice, it makes one. ValidationError past TIRAGES_MAX."""
    autoriser(identite, "tirages.organiser", dossier)
    verrouiller(dossier)
    deja = Tirage.objects.filter(uuid=demande).first()
    if deja is not None:
        if deja.dossier_id != dossier.pk:
            raise ValidationError("Ce formulaire a déjà servi : rechargez la page.")
        return deja
    if dossier.tirages.count() >= TIRAGES_MAX:
        raise ValidationError(f"Ce dossier compte déjà {TIRAGES_MAX} tirages.")
    tirage = Tirage.objects.create(uuid=demande, dossier=dossier, **champs)
    journal.consigner(identite=identite, verbe="tirages.preparer", objet=tirage, titre=tirage.titre)
    return tirage


@transaction.atomic
def regler(*, identite: Identite, tirage: Tirage, version: int, champs: Mapping[str, Any]) -> Tirage:
    """Change the title and where the seed will come from. Conflit, Refus (409) once committed."""
    autoriser(identite, "tirages.organiser", tirage)
    ouvert(tirage)
    return modifier(
        identite=identite,
        objet=tirage,
        version=version,
        champs=champs,
        verbe="tirages.regler",
        titre=champs["titre"],
    )


@transaction.atomic
def repartir(
    *, identite: Identite, tirage: Tirage, version: int, places: Mapping[int, tuple[int, int]]
) -> None:
    """Say how many places and stand-ins each group has, by its key. Conflit, Refus (409)."""
    autoriser(identite, "tirages.organiser", tirage)
    tirage = ouvert(tirage)
    verrouiller(tirage, version=version)
    groupes = [g for g in tirage.groupes.all() if g.pk in places]
    for groupe in groupes:
        groupe.places, groupe.suppleants = places[groupe.pk]
    Groupe.objects.bulk_update(groupes, ["places", "suppleants"])
    _noter(identite, tirage, "tirages.repartir")


@transaction.atomic
def exclure(*, identite: Identite, tirage: Tirage, inscrit: Inscrit, exclusion: str) -> None:
    """Exclude somebody for a reason, or take her back (an empty reason), unless the rule excludes her."""
    autoriser(identite, "tirages.organiser", tirage)
    tirage = ouvert(tirage)
    inscrit = verrouiller(inscrit)
    if inscrit.exclusion == exclusion:
        return
    if inscrit.d_office:
        raise ValidationError(
            f"{inscrit.nom_affiche} est hors du tirage par la règle "
            f"({inscrit.get_exclusion_display().lower()}) : cela ne se lève pas ici."
        )
    inscrit.exclusion = exclusion
    inscrit.save(update_fields=["exclusion"])
    _noter(identite, tirage, "tirages.exclure")


@transaction.atomic
def appliquer_la_regle(*, identite: Identite, tirage: Tirage) -> int:
    """Exclude those whom the collectivité now declares élus or of the direction; how many that made."""
    autoriser(identite, "tirages.organiser", tirage)
    tirage = ouvert(tirage)
    declares, concernes = hors_tirage(tirage), a_exclure(tirage)
    for inscrit in concernes:
        adresse = inscrit.compte.email if inscrit.compte is not None else inscrit.reference
        inscrit.exclusion, inscrit.d_office = declares.get(adresse) or declares[inscrit.reference], True
    Inscrit.objects.bulk_update(concernes, ["exclusion", "d_office"])
    if concernes:
        _noter(identite, tirage, "tirages.exclure")
    return len(concernes)


@transaction.atomic
def exclure_les_deja_tires(*, identite: Identite, tirage: Tirage) -> int:
    """Exclude those who already held a place by a draw of this dossier; how many that made."""
    autoriser(identite, "tirages.organiser", tirage)
    tirage = ouvert(tirage)
    en_place = (GenreEcriture.TITULAIRE, GenreEcriture.REMPLACEMENT)
    passes = Ecriture.objects.filter(genre__in=en_place, tirage__dossier=tirage.dossier_id)
    references = passes.exclude(inscrit__reference="").values("inscrit__reference")
    nombre = tirage.inscrits.tirables().filter(reference__in=references).update(exclusion=Exclusion.DEJA_TIRE)
    if nombre:
        _noter(identite, tirage, "tirages.exclure")
    return nombre


@transaction.atomic
def supprimer(*, identite: Identite, tirage: Tirage) -> None:
    """Delete a draw that was never committed; Refus (409) for another: abandon it, which says why."""
    autoriser(identite, "tirages.organiser", tirage)
    tirage = ouvert(tirage)
    journal.consigner(identite=identite, verbe="tirages.supprimer", objet=tirage, titre=tirage.titre)
    tirage.delete()


def _noter(identite: Identite, tirage: Tirage, verbe: str) -> None:
    enregistrer(tirage)
    journal.consigner(identite=identite, verbe=verbe, objet=tirage, titre=tirage.titre)


def oublier(inscrits: Iterable[Inscrit]) -> None:
    """Erase what names these people: the row goes while the draw is prepared, else it stays, nameless."""
    cles = [inscrit.pk for inscrit in inscrits]
    siens = Inscrit.objects.filter(pk__in=cles)
    siens.filter(tirage__etat=EtatTirage.PREPARATION).delete()
    siens.update(nom="", reference="", sel="", aussi="", compte=None)
