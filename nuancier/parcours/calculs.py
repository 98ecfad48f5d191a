"""What the chips of a path add up to: durations, groups, publics, what repeats. Pure functions.

Durations are in half-days, sizes in people.
"""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple

from nuancier.enums import Mixite, Public
from nuancier.fiches import FicheModule, FicheTeinte

# Two teintes repeat each other when this share of their words (keywords and skills) is common.
# One word in eight: on the chart itself, only the pairs 1.2-1.3 and 6.1-6.2 pass it.
SEUIL_DE_RESSEMBLANCE = 1 / 8
FORCE_DE_LA_MIXITE = {"": 0, Mixite.PRIVILEGIEE: 1, Mixite.DEMANDEE: 2, Mixite.REQUISE: 3}
_MOT = re.compile(r"[^\W\d_]{4,}")
_VIDES = frozenset(
    {"avec", "avoir", "autre", "cette", "chez", "comme", "dans", "dont", "elle", "entre", "etre", "faire"}
    | {"leur", "mais", "meme", "meilleur", "nou", "pour", "plu", "san", "selon", "sont", "sou", "tout"}
    | {"toute", "tou", "ver", "vou"}
)


@dataclass(frozen=True)
class Puce:
    """One chip as the checks read it. `demi_journees` overrides the module's own duration."""

    fiche: FicheTeinte
    famille: str
    module: FicheModule | None = None
    demi_journees: int | None = None
    jour: int | None = None
    moment: str = ""
    retiree: bool = False
    cle: str = ""

    @property
    def nom(self) -> str:
        return f"{self.fiche.code} {self.fiche.titre_court}"


# --- duration ------------------------------------------------------------------------------------


class Duree(NamedTuple):
    """Half-days, at least and at most."""

    au_moins: int
    au_plus: int


def duree(puce: Puce) -> Duree | None:
    """The chip's duration; None where neither the path nor the module says one."""
    if puce.demi_journees is not None:
        return Duree(puce.demi_journees, puce.demi_journees)
    if puce.module is None or puce.module.duree_min is None:
        return None
    return Duree(puce.module.duree_min, puce.module.duree_max or puce.module.duree_min)


def duree_totale(puces: Iterable[Puce]) -> Duree:
    """The sum of the durations that are known."""
    connues = [d for d in map(duree, puces) if d is not None]
    return Duree(sum(d.au_moins for d in connues), sum(d.au_plus for d in connues))


def sans_duree(puces: Iterable[Puce]) -> list[Puce]:
    return [puce for puce in puces if duree(puce) is None]


def depassement(total: Duree, jours: int) -> Duree:
    """By how many half-days the shortest and the longest pass the planned days; negative: room left."""
    return Duree(total.au_moins - 2 * jours, total.au_plus - 2 * jours)


# --- group ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Groupe:
    """The sizes that suit every module; `maximum` is None without upper bound.

    `conflits` are the pairs that no group suits: one asks for more people than the other can take.
    """

    minimum: int
    maximum: int | None
    conflits: tuple[tuple[Puce, Puce], ...] = ()
    muettes: tuple[Puce, ...] = ()

    @property
    def possible(self) -> bool:
        return not self.conflits


def groupe(puces: Sequence[Puce]) -> Groupe:
    """Intersect the sizes of all modules; those that say none (`muettes`) bind nothing."""
    avec = [p for p in puces if p.module is not None and (p.module.jauge_min or p.module.jauge_max)]
    minimum = max((_jauge_min(p) for p in avec), default=1)
    maxima = [m for p in avec if (m := _jauge_max(p)) is not None]
    conflits = tuple(
        (a, b)
        for a in avec
        for b in avec
        if (plafond := _jauge_max(b)) is not None and _jauge_min(a) > plafond
    )
    return Groupe(
        minimum=minimum,
        maximum=min(maxima, default=None),
        conflits=conflits,
        muettes=tuple(p for p in puces if p not in avec),
    )


def _jauge_min(puce: Puce) -> int:
    return (puce.module.jauge_min if puce.module else None) or 1


def _jauge_max(puce: Puce) -> int | None:
    return puce.module.jauge_max if puce.module else None


def trop_pour(puces: Iterable[Puce], participants: int) -> list[Puce]:
    return [p for p in puces if (plafond := _jauge_max(p)) is not None and participants > plafond]


def trop_peu_pour(puces: Iterable[Puce], participants: int) -> list[Puce]:
    return [p for p in puces if participants < _jauge_min(p)]


def formateurs(puces: Iterable[Puce]) -> tuple[int, bool]:
    """How many trainers the most demanding module asks for, and whether it says "at least". 0: none says."""
    demandes = [
        (p.module.formateurs, p.module.formateurs_au_moins) for p in puces if p.module and p.module.formateurs
    ]
    return max(demandes, default=(0, False))


def sous_groupes(module: FicheModule, participants: int) -> tuple[int, ...] | None:
    """Sizes of the sub-groups, as even as can be; None if the module asks for none or none can be made.

    The fewest groups that the greatest size allows.
    """
    plafond, plancher = module.sous_groupe_max, module.sous_groupe_min or 1
    if not plafond:
        return None
    nombre = math.ceil(participants / plafond)
    petits, reste = divmod(participants, nombre)
    if petits < plancher:
        return None
    return (petits + 1,) * reste + (petits,) * (nombre - reste)


# --- who and how ---------------------------------------------------------------------------------


def mixite(puces: Iterable[Puce]) -> tuple[Mixite, tuple[str, ...], tuple[Puce, ...]] | None:
    """The strongest demand of a mixed group, between whom, and the chips that make it."""
    demandes = [p for p in puces if p.module and p.module.mixite]
    if not demandes:
        return None
    force = max((p.module.mixite for p in demandes if p.module), key=lambda m: FORCE_DE_LA_MIXITE[m])
    fortes = tuple(p for p in demandes if p.module and p.module.mixite == force)
    entre = dict.fromkeys(e for p in fortes if p.module for e in p.module.mixite_entre)
    return Mixite(force), tuple(entre), fortes


def formats(puces: Iterable[Puce]) -> Mapping[str, int]:
    """How many modules of each format."""
    return Counter(p.module.format for p in puces if p.module)


@dataclass(frozen=True)
class Publics:
    """Who may follow the whole path: everybody, or those of `communs`; nobody fits both of `conflits`."""

    communs: frozenset[str]
    restreints: tuple[Puce, ...] = ()
    conflits: tuple[tuple[Puce, Puce], ...] = ()

    @property
    def tous(self) -> bool:
        return not self.restreints


def publics(puces: Iterable[Puce]) -> Publics:
    """Intersect the publics; a module open to all binds nothing, nor does one that says none."""
    restreints = [p for p in puces if p.module and p.module.publics and Public.TOUS not in p.module.publics]
    ensembles = [frozenset(p.module.publics) for p in restreints if p.module]
    conflits = tuple(
        (restreints[a], restreints[b])
        for a, b in combinations(range(len(restreints)), 2)
        if not ensembles[a] & ensembles[b]
    )
    communs = frozenset.intersection(*ensembles) if ensembles else frozenset()
    return Publics(communs=communs, restreints=tuple(restreints), conflits=conflits)


# --- what is covered, missing, repeated ----------------------------------------------------------


def competences(puces: Iterable[Puce]) -> dict[str, list[str]]:
    """Every skill once, with the codes of the teintes that work on it, in the path's order."""
    vues: dict[str, list[str]] = {}
    for puce in puces:
        for texte in puce.fiche.competences:
            codes = vues.setdefault(texte, [])
            if puce.fiche.code not in codes:
                codes.append(puce.fiche.code)
    return vues


def repetees(puces: Iterable[Puce]) -> list[str]:
    """Codes of the teintes that stand more than once in the path."""
    return [code for code, fois in Counter(p.fiche.code for p in puces).items() if fois > 1]


def ressemblances(puces: Iterable[Puce]) -> list[tuple[Puce, Puce, float]]:
    """Pairs of different teintes that repeat each other, the most alike first, with their measure (0 to 1).

    The Jaccard index of their words: keywords and skills, four letters or more, without accents nor plural.
    """
    uniques = list({p.fiche.code: p for p in puces}.values())
    mots = {p.fiche.code: _mots(p.fiche) for p in uniques}
    paires = []
    for a, b in combinations(uniques, 2):
        ensemble = mots[a.fiche.code] | mots[b.fiche.code]
        part = len(mots[a.fiche.code] & mots[b.fiche.code]) / len(ensemble) if ensemble else 0.0
        if part >= SEUIL_DE_RESSEMBLANCE:
            paires.append((a, b, part))
    return sorted(paires, key=lambda paire: -paire[2])


def _mots(fiche: FicheTeinte) -> frozenset[str]:
    texte = unicodedata.normalize("NFKD", " ".join((*fiche.lexique, *fiche.competences)).casefold())
    sans_accents = "".join(c for c in texte if not unicodedata.combining(c))
    return frozenset(m.rstrip("sx") for m in _MOT.findall(sans_accents)) - _VIDES
