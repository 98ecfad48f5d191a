"""Pure functions over what has been read from the database."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from communs.collectivites.models import Service


def cle_de_tri(texte: str) -> str:
    """French alphabetical order without the help of the database's locale: É next to E."""
    return unicodedata.normalize("NFKD", texte.casefold()).encode("ascii", "ignore").decode()


@dataclass
class Noeud:
    """A service in the tree; `profondeur` is 0 at the top."""

    service: Service
    profondeur: int
    enfants: "list[Noeud]" = field(default_factory=list)


def arbre(services: Iterable[Service]) -> list[Noeud]:
    """The services as a tree, each level in alphabetical order."""
    par_parent: defaultdict[int | None, list[Service]] = defaultdict(list)
    for service in services:
        par_parent[service.parent_id].append(service)

    def descendre(parent: int | None, profondeur: int) -> list[Noeud]:
        freres = sorted(par_parent[parent], key=lambda s: cle_de_tri(s.nom))
        return [Noeud(s, profondeur, descendre(s.pk, profondeur + 1)) for s in freres]

    return descendre(None, 0)


def aplatir(noeuds: list[Noeud]) -> list[Noeud]:
    """The same tree as a list, each service before what hangs below it."""
    return [n for noeud in noeuds for n in (noeud, *aplatir(noeud.enfants))]


_NAVIGATEURS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMES = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("Linux", "Linux"),
)


def appareil(agent: str) -> str:
    """What a person recognises in a User-Agent header: « Firefox sur Linux »."""
    navigateur = next((nom for marque, nom in _NAVIGATEURS if marque in agent), "Navigateur inconnu")
    systeme = next((nom for marque, nom in _SYSTEMES if marque in agent), "")
    return f"{navigateur} sur {systeme}" if systeme else navigateur
