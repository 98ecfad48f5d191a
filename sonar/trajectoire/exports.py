"""A round as a table: one line per answer."""

from communs.echanges.tableurs import MARQUE, ecrire_csv
from sonar.trajectoire.lecture import Lecture

COLONNES = ("Étape", "Indicateur", "Personne", "Niveau", "Note")


def en_csv(lecture: Lecture, *, plat: bool) -> str:
    """`plat`: commas, no mark; otherwise semicolons and the mark that French spreadsheets expect."""
    rangees = (
        (
            f"{ligne.etape.rang}. {ligne.etape.nom}",
            indicateur.texte,
            dit.qui,
            "" if dit.niveau is None else dit.niveau.label,
            dit.note,
        )
        for ligne in lecture.etapes
        for indicateur in ligne.indicateurs
        for dit in indicateur.dits
    )
    if plat:
        return ecrire_csv(COLONNES, rangees, ",")
    return MARQUE + ecrire_csv(COLONNES, rangees, ";")
