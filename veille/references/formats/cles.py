"""The names by which references are cited inside a file: besson_urban_2018."""

import re
from collections.abc import Iterable

from communs.echanges.textes import sans_accents
from veille.notices.fiches import FicheNotice

_VIDES = frozenset(
    ["le", "la", "les", "l", "un", "une", "des", "de", "du", "d", "the", "a", "an", "et", "en", "sur", "pour"]
)


def cles_de(fiches: Iterable[FicheNotice], format_: str) -> list[str]:
    """One name for each, unlike the others: the one it came with, or one made of what it says."""
    prises: set[str] = set()
    return [_unique(_venue(fiche, format_) or cle_faite(fiche), prises) for fiche in fiches]


def _venue(fiche: FicheNotice, format_: str) -> str:
    garde = fiche.reste.get(format_)
    venue = garde.get("id", "") if isinstance(garde, dict) else ""
    return str(venue) if isinstance(venue, str | int) else ""


def cle_faite(fiche: FicheNotice) -> str:
    """The name a notice would be given."""
    mots = [m for m in re.findall(r"[a-z0-9]+", sans_accents(fiche.titre)) if m not in _VIDES]
    nom = re.findall(r"[a-z0-9]+", sans_accents(fiche.auteurs[0].nom))[:1] if fiche.auteurs else []
    return "_".join([*nom, *mots[:1], *([fiche.date[:4]] if fiche.date else [])]) or "notice"


def _unique(cle: str, prises: set[str]) -> str:
    essai, rang = cle, 1
    while essai in prises:
        rang += 1
        essai = f"{cle}-{rang}"
    prises.add(essai)
    return essai
