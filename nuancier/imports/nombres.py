"""The figures of a module, read in its sentences: duration, group, mixité, publics, trainers.

Pure. Durations in half-days (a day is two), sizes in people.
"""

import re
from typing import Any

from nuancier.enums import Entre, Format, Mixite, Profil, Public

_NOMBRE = r"(\d{1,3}|une?)"
_DEMIE = re.compile(r"(?:½|1/2|demi)[\s-]?journées?", re.IGNORECASE)
_DUREE = re.compile(rf"\b{_NOMBRE}(?:\s(?:à|-)\s(\d{{1,3}}))?\s(?:journées?|jours?)\b", re.IGNORECASE)
_JAUGE = re.compile(
    r"\bjauge\s?:\s?(?:(\d{1,4})\s?(?:à|-)\s?)?(\d{1,4})\s(?:personnes?|participants?)", re.IGNORECASE
)
_FORMATEURS = re.compile(rf"\bpour\s(au moins\s)?{_NOMBRE}\sformateurs?", re.IGNORECASE)
_SOUS_GROUPES = re.compile(r"\bsous-groupes\sde\s(?:(\d{1,3})\s?(?:à|-)\s?)?(\d{1,3})", re.IGNORECASE)
_ENTRE = {Entre.DIRECTIONS: "direction", Entre.NIVEAUX: "niveau", Entre.STRUCTURES: "structure"}
_PROFILS = {
    Profil.ENSEIGNANT: ("enseignant",),
    Profil.CONSULTANT: ("consultant",),
    Profil.DESIGNER: ("design", "graphiste"),
    Profil.ARTISTIQUE: ("théâtre", "vidéaste", "écrivain", "artiste"),
    Profil.FACILITATION: (
        "éduc pop",
        "éducatif",
        "éducation populaire",
        "médiation",
        "facilitation",
        "psychologue",
    ),
    Profil.SCIENCES_SOCIALES: ("sociologue", "ethnologue"),
    Profil.AGENT: ("un agent", "un acteur", "résident"),
    Profil.DONNEES: ("data ", "donnée"),
    Profil.A_DEFINIR: ("à définir",),
}
_ENSEIGNE = re.compile(r"\ben \w+")  # « en design »: what a teacher teaches, not a trade of theirs


def _entier(mot: str | None) -> int | None:
    if mot is None:
        return None
    return 1 if mot.lower() in ("un", "une") else int(mot)


def lire_modalites(texte: str) -> dict[str, Any]:
    """The fields of `FicheModule` that these sentences state; `format` only when it is named."""
    bas = texte.lower()
    champs: dict[str, Any] = {}
    if "voyage" in bas:
        champs["format"] = Format.VOYAGE.value
    elif re.search(r"\bateliers?\b", bas):
        champs["format"] = Format.ATELIER.value
        champs["plusieurs_ateliers"] = bool(re.search(r"\bateliers\b", bas))
    elif "en ligne" in bas:
        champs["format"] = Format.EN_LIGNE.value
    champs["presentiel_possible"] = "présentiel" in bas and champs.get("format") == Format.EN_LIGNE
    return champs | lire_duree(texte) | lire_jauge(texte)


def lire_duree(texte: str) -> dict[str, Any]:
    """`duree_min` and `duree_max`; nothing when no duration is told."""
    if _DEMIE.search(texte):
        return {"duree_min": 1, "duree_max": 1}
    trouve = None
    for trouve in _DUREE.finditer(texte.replace("d'", "").replace("d’", "")):
        if trouve[2]:
            break
    if trouve is None:
        return {}
    debut, fin = _entier(trouve[1]) or 1, _entier(trouve[2])
    return {"duree_min": 2 * debut, "duree_max": 2 * (fin or debut)}


def lire_jauge(texte: str) -> dict[str, Any]:
    """Group, trainers and sub-groups, each when it is told."""
    champs: dict[str, Any] = {}
    if jauge := _JAUGE.search(texte):
        champs |= {"jauge_min": _entier(jauge[1]), "jauge_max": int(jauge[2])}
    if formateurs := _FORMATEURS.search(texte):
        champs |= {"formateurs": _entier(formateurs[2]), "formateurs_au_moins": bool(formateurs[1])}
    if sous_groupes := _SOUS_GROUPES.search(texte):
        champs |= {"sous_groupe_min": _entier(sous_groupes[1]), "sous_groupe_max": int(sous_groupes[2])}
    return champs


def lire_publics(texte: str) -> dict[str, Any]:
    """Whom the module is for, and how mixed the group should be."""
    bas = texte.lower()
    publics = []
    if "intéressés" in bas:
        publics.append(Public.INTERESSES)
    elif "sensibilisés" in bas:
        publics.append(Public.SENSIBILISES)
    elif re.search(r"tous publics?", bas):
        publics.append(Public.TOUS)
    if "opérationnels" in bas or "porteurs de projet" in bas:
        publics.append(Public.OPERATIONNELS)
    champs: dict[str, Any] = {"publics": tuple(p.value for p in publics)}
    _, trouve, mixite = bas.partition("mixité")
    if trouve:
        degre = Mixite.PRIVILEGIEE if "privilégiée" in mixite else Mixite.DEMANDEE
        champs["mixite"] = (Mixite.REQUISE if "requise" in mixite else degre).value
        champs["mixite_entre"] = tuple(e.value for e, mot in _ENTRE.items() if mot in mixite)
    return champs


def lire_profils(texte: str) -> tuple[str, ...]:
    """The trades named; a practitioner whose trade is left open when none is."""
    bas = texte.lower()
    if "enseignant" in bas:
        bas = _ENSEIGNE.sub("", bas)
    if bas.startswith("data "):
        return (Profil.DONNEES.value,)
    profils = tuple(profil.value for profil, mots in _PROFILS.items() if any(mot in bas for mot in mots))
    ouvert = bas.startswith(("un professionnel", "un agent", "un résident"))
    praticien = (Profil.PRATICIEN.value,) if texte and (not profils or ouvert) else ()
    return (*praticien, *profils)
