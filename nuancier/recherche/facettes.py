"""The filters of the search, and what of a module answers each: one list, read by the form, the index,
the counts and the API.

A module answers with a bit per value. Bits keep their place: a new value takes the next free one.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum

from nuancier.enums import Format, Mixite, Profil, Public
from nuancier.models import Module

# In a counted mask: the teinte answers every filter; it answers all but perhaps the family.
TROUVEE, FAMILLE = 1, 2
# From this place on: it would be found without the filter of this rank.
SANS = 40


@dataclass(frozen=True)
class Valeur:
    cle: str
    nom: str
    bit: int
    convient: Callable[[Module], bool]


@dataclass(frozen=True)
class Facette:
    """One filter whose values a module has or has not; `cle` stands in the address."""

    cle: str
    nom: str
    valeurs: tuple[Valeur, ...]

    @property
    def bits(self) -> int:
        return bits_de(self.valeurs)

    def choisis(self, cles: Iterable[str]) -> int:
        """The bits of these values."""
        voulues = set(cles)
        return bits_de(v for v in self.valeurs if v.cle in voulues)


def bits_de(valeurs: Iterable[Valeur]) -> int:
    return sum(valeur.bit for valeur in valeurs)


class Duree(Enum):
    """How long trainers say a module lasts: key, words, half-days from and to."""

    DEMI = ("demi", "Une demi-journée", 1, 1)
    JOURNEE = ("journee", "Une journée", 2, 2)
    DEUX_JOURS = ("deux-jours", "Deux jours environ", 3, 5)
    TROIS_JOURS = ("trois-jours", "Trois jours et plus", 6, 999)


def _dure(de: int, a: int) -> Callable[[Module], bool]:
    """A module that lasts two to four half-days is one of a day, and one of two days."""

    def convient(module: Module) -> bool:
        mini, maxi = module.duree_min, module.duree_max
        return mini is not None and maxi is not None and mini <= a and maxi >= de

    return convient


def _places(depart: int, nombre: int) -> list[int]:
    return [1 << rang for rang in range(depart, depart + nombre)]


FORMAT = Facette(
    "format",
    "Format",
    tuple(
        Valeur(f.value, f.label, bit, lambda m, f=f: m.format == f)  # type: ignore[misc]
        for f, bit in zip(Format, _places(2, len(Format)), strict=True)
    ),
)
DUREE = Facette(
    "duree",
    "Durée",
    (
        *(
            Valeur(d.value[0], d.value[1], bit, _dure(*d.value[2:]))
            for d, bit in zip(Duree, _places(6, 4), strict=True)
        ),
        Valeur("libre", "Durée libre", 1 << 10, lambda m: m.duree_min is None),
    ),
)
PUBLIC = Facette(
    "public",
    "Public",
    tuple(
        Valeur(p.value, p.label, bit, lambda m, p=p: p in m.publics)  # type: ignore[misc]
        for p, bit in zip(Public, _places(12, len(Public)), strict=True)
    ),
)
PROFIL = Facette(
    "profil",
    "Profil des formateurs",
    tuple(
        Valeur(p.value, p.label, bit, lambda m, p=p: p in m.profils)  # type: ignore[misc]
        for p, bit in zip(Profil, _places(18, len(Profil)), strict=True)
    ),
)
PRESENTIEL = Facette(
    "presentiel",
    "Présence",
    (Valeur("possible", "Présentiel possible", 1 << 32, lambda m: m.presentiel_possible),),
)
MIXITE = Facette(
    "mixite",
    "Mixité du groupe",
    tuple(
        Valeur(x.value, x.label.capitalize(), bit, lambda m, x=x: m.mixite == x)  # type: ignore[misc]
        for x, bit in zip(Mixite, _places(34, len(Mixite)), strict=True)
    ),
)

FACETTES: tuple[Facette, ...] = (DUREE, FORMAT, PUBLIC, PROFIL, PRESENTIEL, MIXITE)


def masque(module: Module) -> int:
    """Every value that this module has, as bits."""
    return bits_de(v for facette in FACETTES for v in facette.valeurs if v.convient(module))


def places(module: Module) -> int | None:
    """How many people it takes at most; None when it says nothing of it.

    In the source the lower figure (« 10 à 12 personnes maximum ») is no minimum: a smaller group fits.
    """
    if module.jauge_max is None and module.jauge_min is not None:
        return 9_999
    return module.jauge_max
