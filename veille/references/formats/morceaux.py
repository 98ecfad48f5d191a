"""A list in JSON, one value after the other: a broken one does not take the others with it."""

import json
import re
from collections.abc import Iterable
from typing import Any

from veille.references.formats.commun import Lecture, ligne_de

PROFONDEUR_MAX = 40
TROP_PROFOND = "Des listes y sont emboîtées sans fin : la lecture s’arrête là."
_SUITE = re.compile(r"\}\s*,\s*(?=\{)")


def morceaux(texte: str, lecture: Lecture) -> Iterable[tuple[int, Any, list[str]]]:
    """Each value of the list, decoded alone: a broken one does not take the others with it."""
    position = _ouverture(texte)
    dits: list[str] = []
    decodeur = json.JSONDecoder(object_pairs_hook=lambda paires: _objet(paires, dits))
    while (position := _prochain(texte, position)) < len(texte) and texte[position] != "]":
        dits.clear()
        try:
            valeur, fin = decodeur.raw_decode(texte, position)
        except RecursionError:
            lecture.dire(ligne_de(texte, position), TROP_PROFOND, perdue=True)
            return
        except ValueError as erreur:
            ou = getattr(erreur, "pos", position)
            lecture.dire(ligne_de(texte, ou), "Le JSON ne se lit pas ici : référence passée.", perdue=True)
            suite = _SUITE.search(texte, max(ou - 1, position + 1))
            if suite is None:
                return
            position = suite.end()
            continue
        yield position, valeur if _profondeur(valeur) <= PROFONDEUR_MAX else None, list(dits)
        position = fin


def _ouverture(texte: str) -> int:
    """Where the references begin: in a list, in the list `items` of an object, or alone."""
    debut = _prochain(texte, 0)
    if texte[debut : debut + 1] == "[":
        return debut + 1
    enveloppe = re.compile(r'\{\s*"(?:items|references)"\s*:\s*\[').match(texte, debut)
    return enveloppe.end() if enveloppe else debut


def _prochain(texte: str, position: int) -> int:
    while position < len(texte) and texte[position] in " \t\r\n,":
        position += 1
    return position


def _objet(paires: list[tuple[str, Any]], dits: list[str]) -> dict[str, Any]:
    """An object; of a name that stands twice, the first is kept and the other put aside."""
    objet: dict[str, Any] = {}
    for nom, valeur in paires:
        if nom in objet:
            dits.append(f"« {nom[:40]} » y est deux fois : la première valeur est gardée.")
            objet.setdefault("doublons", []).append([nom, valeur])
            continue
        objet[nom] = valeur
    return objet


def _profondeur(valeur: Any) -> int:
    pile, haut = [(valeur, 1)], 0
    while pile:
        objet, niveau = pile.pop()
        haut = max(haut, niveau)
        if niveau <= PROFONDEUR_MAX and isinstance(objet, dict | list):
            enfants = objet.values() if isinstance(objet, dict) else objet
            pile += [(enfant, niveau + 1) for enfant in enfants]
    return haut
