"""What the page shows beside the results: the filters with their counts, what is at work, what to loosen."""

from collections import Counter
from collections.abc import Callable
from typing import Any

from django.utils.translation import get_language_info

from communs.catalogue import presentation
from communs.catalogue.presentation import Choix, Groupe, Retrait, identifiant
from veille.enums import Genre
from veille.recherche.filtres import FACETTES, Facette, Vocabulaire
from veille.recherche.trouver import Resultats

MONTRES = 16  # values of one filter, those at work aside


def groupes(resultats: Resultats) -> list[Groupe]:
    """Every filter that has values to choose among, each counted under the other filters."""
    tous = (_groupe(facette, resultats) for facette in FACETTES)
    return [groupe for groupe in tous if len(groupe.choix) > 1 or any(c.coche for c in groupe.choix)]


def _groupe(facette: Facette, resultats: Resultats) -> Groupe:
    nommer = _noms(facette.cle, resultats.vocabulaire)
    adresse = resultats.vocabulaire.adresses(facette.cle)
    lus: Counter[Any] = resultats.comptes.valeurs.get(facette.cle, Counter())
    comptes = {adresse(valeur): nombre for valeur, nombre in lus.items() if adresse(valeur)}
    coches = resultats.demande.filtres.choisis.get(facette.cle, ())
    les_plus = sorted(comptes, key=lambda cle: (-comptes[cle], nommer(cle)))[:MONTRES]
    cles = _ordonner(facette.cle, dict.fromkeys([*coches, *les_plus]), nommer, resultats.vocabulaire)
    choix = (
        Choix(
            identifiant(facette.cle, cle),
            cle,
            nommer(cle),
            None if resultats.trop else comptes.get(cle, 0),
            cle in coches,
        )
        for cle in cles
    )
    return Groupe(facette.cle, facette.nom, tuple(choix))


def _ordonner(
    facette: str, cles: dict[str, None], nommer: Callable[[str], str], mots: Vocabulaire
) -> list[str]:
    """Years and issues from the newest, the rest by name save publishers, the most frequent first."""
    if facette == "annee":
        return sorted(cles, reverse=True)
    if facette == "numero":
        return [cle for cle in mots.numeros if cle in cles]
    return list(cles) if facette == "editeur" else sorted(cles, key=lambda cle: nommer(cle).casefold())


def _noms(facette: str, mots: Vocabulaire) -> Callable[[str], str]:
    """How a value of this filter is called."""
    noms: dict[str, Callable[[str], str]] = {
        "theme": lambda cle: mots.themes[cle].nom if cle in mots.themes else cle,
        "genre": lambda cle: str(Genre(cle).label),
        "langue": langue_en_clair,
        "bulletin": lambda cle: mots.bulletins[cle].nom,
        "numero": lambda cle: str(mots.numeros[cle]),
    }
    return noms.get(facette, str)


def en_milliers(nombre: int) -> str:
    """« 5 000 »."""
    return f"{nombre:,}".replace(",", "\N{NO-BREAK SPACE}")


def langue_en_clair(code: str) -> str:
    """« anglais » for « en »; the code itself for a language that Django can't name."""
    try:
        return str(get_language_info(code)["name_translated"]).capitalize()
    except KeyError:
        return code


def actifs(resultats: Resultats) -> list[Retrait]:
    """The values at work, each with the address of the search without it."""
    return presentation.actifs(resultats.demande, _nommer(resultats.vocabulaire))


def retraits(resultats: Resultats) -> list[Retrait]:
    """When the filters leave nothing: the filters without which something is found, the most first."""
    sans = {} if resultats.serre else resultats.comptes.sans
    return presentation.retraits(resultats.demande, _nommer(resultats.vocabulaire), sans)


def pistes(resultats: Resultats) -> list[Retrait]:
    """When no notice holds all the words: what looks like them, and each of them alone."""
    return presentation.pistes(resultats.demande, resultats.proches)


def _nommer(mots: Vocabulaire) -> Callable[[str, str], str]:
    return lambda cle, valeur: _noms(cle, mots)(valeur)
