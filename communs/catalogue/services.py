"""How domains tell the catalogue what they publish, and ask it what to recommend."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import NotRequired, TypedDict

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, Subquery

from communs.catalogue.enums import LECTURES, Type
from communs.catalogue.models import Recommandable, Recommandation
from communs.catalogue.querysets import SansAccents
from communs.web.cache_pages import perimer_pages

CHAMPS = ("titre", "resume", "adresse", "image", "mots_cles")


class Entree(TypedDict):
    """One thing to find: `adresse` and `image` are paths of the platform."""

    cle: str
    titre: str
    adresse: str
    resume: NotRequired[str]
    image: NotRequired[str]
    mots_cles: NotRequired[Sequence[str]]


@transaction.atomic
def inscrire(
    *,
    type: str,
    cle: str,
    titre: str,
    adresse: str,
    resume: str = "",
    mots_cles: Sequence[str] = (),
    image: str = "",
) -> bool:
    """Put one thing in the catalogue, or bring it up to date; tell whether anything was written."""
    entree = Entree(cle=cle, titre=titre, adresse=adresse, resume=resume, mots_cles=mots_cles, image=image)
    connus = {r.cle: r for r in Recommandable.objects.filter(type=type, cle=cle).order_by("cle")}
    return _ecrire(type, [entree], connus) > 0


@transaction.atomic
def inscrire_plusieurs(type: str, entrees: Iterable[Entree]) -> int:
    """Put these things in the catalogue, or bring them up to date; return how many rows were written.

    One query when nothing changed; the other things of this type stay.
    """
    entrees = list(entrees)
    cles = [entree["cle"] for entree in entrees]
    connus = {r.cle: r for r in Recommandable.objects.filter(type=type, cle__in=cles).order_by("cle")}
    return _ecrire(type, entrees, connus)


@transaction.atomic
def retirer(*, type: str, cle: str) -> bool:
    """Take one thing out of the catalogue; tell whether it was there."""
    supprimes, _ = Recommandable.objects.filter(type=type, cle=cle).delete()
    if supprimes:
        perimer_pages()
    return supprimes > 0


@transaction.atomic
def synchroniser(type: str, entrees: Iterable[Entree]) -> int:
    """Make these the only things of this type; return how many rows were written or removed.

    One query when nothing changed.
    """
    entrees = list(entrees)
    connus = {r.cle: r for r in Recommandable.objects.filter(type=type).order_by("cle")}
    ecrits = _ecrire(type, entrees, connus)
    perdus = connus.keys() - {entree["cle"] for entree in entrees}
    if perdus:
        Recommandable.objects.filter(type=type, cle__in=perdus).delete()
        perimer_pages()
    return ecrits + len(perdus)


def _ecrire(type: str, entrees: Sequence[Entree], connus: dict[str, Recommandable]) -> int:
    """Upsert what differs. ValidationError for a path that leaves the platform, a text too long…"""
    a_ecrire = []
    for entree in sorted(entrees, key=lambda e: e["cle"]):  # one order for all: no deadlock
        objet = Recommandable(type=type, **{**entree, "mots_cles": list(entree.get("mots_cles", ()))})
        connu = connus.get(entree["cle"])
        if connu and all(getattr(connu, champ) == getattr(objet, champ) for champ in CHAMPS):
            continue
        objet.clean_fields()
        a_ecrire.append(objet)
    if a_ecrire:
        Recommandable.objects.bulk_create(
            a_ecrire, update_conflicts=True, unique_fields=["type", "cle"], update_fields=CHAMPS
        )
        perimer_pages()
    return len(a_ecrire)


@dataclass(frozen=True)
class Suggestion:
    """A recommended thing that exists, with the reason to go there."""

    type: Type
    cle: str
    titre: str
    resume: str
    adresse: str
    image: str
    raison: str


def recommandations_pour(origines: Sequence[tuple[str, str]], maximum: int = 6) -> list[Suggestion]:
    """What to go on with from these (type, key) origins: best rank first, each target once.

    Only what the catalogue holds, neither the origins themselves nor readings (`lectures_pour`). One query.
    """
    return _suggerer(origines, ~Q(type__in=LECTURES), maximum)


def lectures_pour(origines: Sequence[tuple[str, str]], maximum: int = 3) -> list[Suggestion]:
    """What to read from these origins, by the same rule."""
    return _suggerer(origines, Q(type__in=LECTURES), maximum)


def _suggerer(origines: Sequence[tuple[str, str]], types: Q, maximum: int) -> list[Suggestion]:
    if not origines:
        return []
    parmi = reduce(or_, (Q(origine_type=type, origine_cle=cle) for type, cle in origines))
    deja_la = reduce(or_, (Q(type=type, cle=cle) for type, cle in origines))
    liens = Recommandation.objects.filter(
        parmi, cible_type=OuterRef("type"), cible_cle=OuterRef("cle")
    ).order_by("rang", "pk")
    cibles = (
        Recommandable.objects.filter(types, Exists(liens))
        .exclude(deja_la)
        .annotate(raison=Subquery(liens.values("raison")[:1]), rang=Subquery(liens.values("rang")[:1]))
        .order_by("rang", SansAccents("titre"), "pk")
    )
    return [
        Suggestion(Type(c.type), c.cle, c.titre, c.resume, c.adresse, c.image, c.raison)
        for c in cibles[:maximum]
    ]
