"""Dates that know their precision, in the notation of ISO 8601-2 (EDTF): "2018", "2018-23" (autumn),
"2018-09", "2018-09-18".
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError

MOTIF = r"^\d{4}(-(0[1-9]|1[0-2]|2[1-4])|-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01]))?$"
MOIS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
SAISONS = {21: "printemps", 22: "été", 23: "automne", 24: "hiver"}
# The month in which each season begins; winter is that of the end of the year.
_DEBUTS = {21: 3, 22: 6, 23: 9, 24: 12}
ILLISIBLE = (
    "Cette date ne se lit pas. Écrivez une année (2018), un mois (2018-09), un jour (2018-09-18) "
    "ou une saison (2018-21 pour le printemps, jusqu’à 2018-24 pour l’hiver)."
)


@dataclass(frozen=True)
class DatePrecise:
    """A year, and what is known of the rest: `mois` is 1 to 12, or a season, 21 to 24."""

    annee: int
    mois: int | None = None
    jour: int | None = None

    def __str__(self) -> str:
        """As a French reader says it."""
        if self.mois is None:
            return str(self.annee)
        if self.mois in SAISONS:
            return f"{SAISONS[self.mois]} {self.annee}"
        jour = "" if self.jour is None else "1er " if self.jour == 1 else f"{self.jour} "
        return f"{jour}{MOIS[self.mois - 1]} {self.annee}"

    @property
    def saison(self) -> str:
        return SAISONS.get(self.mois or 0, "")

    @property
    def premier_jour(self) -> date:
        """The first day it may be."""
        return date(self.annee, _DEBUTS.get(self.mois or 1, self.mois or 1), self.jour or 1)

    @property
    def dernier_jour(self) -> date:
        """The last day it may be; a winter goes no further than its year."""
        if self.jour is not None:
            return self.premier_jour
        mois = 12 if self.mois is None else min(_DEBUTS[self.mois] + 2, 12) if self.saison else self.mois
        return date(self.annee, mois, monthrange(self.annee, mois)[1])


def lire_date(texte: str) -> DatePrecise | None:
    """The date written so, None for an empty text. ValidationError when it cannot be read."""
    if not texte:
        return None
    if not re.fullmatch(MOTIF, texte, re.ASCII):
        raise ValidationError(ILLISIBLE, code="date")
    lue = DatePrecise(*(int(morceau) for morceau in texte.split("-")))
    if lue.annee == 0 or (lue.jour and lue.mois and lue.jour > monthrange(lue.annee, lue.mois)[1]):
        raise ValidationError(ILLISIBLE, code="date")
    return lue


def valider_date(texte: str) -> None:
    """ValidationError when the text is no date."""
    lire_date(texte)


def en_clair(texte: str) -> str:
    """What a reader reads; the text itself when it is no date."""
    try:
        return str(lire_date(texte) or "")
    except ValidationError:
        return texte
