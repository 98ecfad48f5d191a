"""What a page shows beside the results of a search with filters: choices, what is at work, what to loosen."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.http import urlencode

from communs.catalogue.demande import Demande

Nommer = Callable[[str, str], str]  # (filter, value) → what it is called


@dataclass(frozen=True)
class Choix:
    """One value of a filter. `nombre` is None where it was not counted.

    `couleur` is the class of its swatch.
    """

    id: str
    cle: str
    nom: str
    nombre: int | None
    coche: bool
    couleur: str = ""

    @property
    def vide(self) -> bool:
        """It would find nothing: it can't be ticked."""
        return self.nombre == 0 and not self.coche


@dataclass(frozen=True)
class Groupe:
    """One filter. `aide` is said when it has no value; `gabarit` draws a filter that is no list of values."""

    cle: str
    nom: str
    choix: tuple[Choix, ...] = ()
    aide: str = ""
    gabarit: str = ""


@dataclass(frozen=True)
class Retrait:
    """A value at work, or a whole filter to give up; `nombre` is then what one would find."""

    nom: str
    adresse: str
    nombre: int = 0


def identifiant(facette: str, cle: str) -> str:
    """An id that stays the same from one search to the next: focus is found again by it."""
    lisible = cle if cle.isascii() and cle.isalnum() else hashlib.sha256(cle.encode()).hexdigest()[:12]
    return f"f-{facette}-{lisible}"


def actifs(demande: Demande, nommer: Nommer) -> list[Retrait]:
    """The values at work, each with the address of the search without it."""
    return [
        Retrait(nommer(cle, valeur), demande.adresse(filtres=demande.filtres.sans(cle, valeur)))
        for cle, valeurs in demande.filtres.choisis.items()
        for valeur in valeurs
    ]


def retraits(demande: Demande, nommer: Nommer, nombres: Mapping[str, int]) -> list[Retrait]:
    """When the filters leave nothing: the filters without which something is found, the most first.

    `nombres`: for each filter at work, how many are found without it.
    """
    essais = [
        Retrait(
            ", ".join(nommer(cle, valeur) for valeur in valeurs),
            demande.adresse(filtres=demande.filtres.sans(cle)),
            nombres.get(cle, 0),
        )
        for cle, valeurs in demande.filtres.choisis.items()
    ]
    return sorted((e for e in essais if e.nombre), key=lambda e: -e.nombre)


def pistes(demande: Demande, proches: Mapping[str, Sequence[str]]) -> list[Retrait]:
    """When nothing holds all the words: what looks like them, and each of them alone."""
    mots = dict.fromkeys(mot for voisins in proches.values() for mot in voisins)
    if len(demande.mots) > 1:
        mots |= dict.fromkeys(mot for mot, voisins in proches.items() if not voisins)
    return [Retrait(mot, f"?{urlencode({'q': mot})}") for mot in mots]
