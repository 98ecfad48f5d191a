"""The doors of the platform: the modules that exist, in the order of the home page."""

import functools
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse


@dataclass(frozen=True)
class Porte:
    cle: str
    nom: str
    titre: str
    promesse: str
    adresse: str


_TOUTES = (
    (
        "sonar",
        "Sonar",
        "Sonder sa manière d’innover",
        "Six questions pour reconnaître votre style d’innovation, ses forces et ses angles morts.",
    ),
    (
        "nuancier",
        "Nuancier",
        "Composer une formation",
        "Dix-huit teintes, de l’immersion au prototypage, à assembler en parcours.",
    ),
    (
        "eclaireurs",
        "Les Éclaireurs",
        "Essayer d’autres façons de faire",
        "Un scénario pour évaluer autrement, et de quoi l’essayer dans votre collectivité.",
    ),
    (
        "veille",
        "Veille",
        "Suivre ce qui se publie",
        "Les parutions de l’innovation publique, choisies et résumées par des documentalistes.",
    ),
)


@functools.cache
def portes() -> tuple[Porte, ...]:
    """The doors whose module is installed: a module opens its door by having an `accueil` address."""
    ouvertes = []
    for cle, nom, titre, promesse in _TOUTES:
        try:
            ouvertes.append(Porte(cle, nom, titre, promesse, reverse(f"{cle}:accueil")))
        except NoReverseMatch:
            continue
    return tuple(ouvertes)
