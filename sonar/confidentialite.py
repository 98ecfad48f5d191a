"""What may be published of counts of people: periods, small groups, complementary suppression.

Pure functions; `docs/decisions/barometre.md` says what they protect from, and why in this way.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from communs.web.effectifs import K, proteger
from sonar.enums import Style

MINIMUM = 40  # sheets of a period: four styles, twice the threshold each on average

PROFIL = "profil"  # the row of leading styles
MIXTE = "mixte"  # any tie, in that row
PURES = tuple(str(style) for style in Style)

Ligne = dict[str, int | None]  # style or profile → people, None where withheld


def mois_suivant(mois: date) -> date:
    """First day of the next month; `mois` is the first day of a month."""
    return date(mois.year + mois.month // 12, mois.month % 12 + 1, 1)


def decouper(feuilles: Mapping[date, int], *, depuis: date | None, avant: date) -> list[tuple[date, date]]:
    """Group whole months into periods of at least MINIMUM sheets: (first month, last month).

    `depuis`: first month not yet published (None: the first that has sheets); `avant`: the current
    month, never complete. A month with few sheets waits for the next ones; what is left over waits.
    """
    attendus = [mois for mois, nombre in feuilles.items() if nombre and mois < avant]
    if not attendus:
        return []
    periodes = []
    debut = mois = depuis or min(attendus)
    somme = 0
    while mois < avant:
        somme += feuilles.get(mois, 0)
        suivant = mois_suivant(mois)
        if somme >= MINIMUM:
            periodes.append((debut, mois))
            debut, somme = suivant, 0
        mois = suivant
    return periodes


def proteger_tout(
    comptes: Mapping[str, Mapping[str, int]], *, melanger: Callable[[int], Sequence[int]]
) -> dict[str, Ligne]:
    """Protect every row of a period: its questions and its leading styles, the ties as one count.

    Each row splits the published number of sheets, and no two rows share a count, so that a row
    protected alone stays protected beside the others.
    """

    def ligne(nombres: Mapping[str, int]) -> Ligne:
        protegee = proteger(list(nombres.values()), melanger(len(nombres)))
        return dict(zip(nombres, protegee, strict=True))

    profils = comptes[PROFIL]
    feuilles = sum(profils.values())
    purs = {style: profils.get(style, 0) for style in PURES}
    lignes = {PROFIL: ligne({**purs, MIXTE: feuilles - sum(purs.values())})}
    for mesure, nombres in comptes.items():
        # A question that came or went within the period was not put to everybody.
        if mesure != PROFIL and sum(nombres.values()) == feuilles:
            lignes[mesure] = ligne({style: nombres.get(style, 0) for style in PURES})
    return lignes


def arrondir(nombre: int) -> int:
    """Round down to a multiple of K: a running count does not tell each sheet that comes in."""
    return nombre - nombre % K


def cumuler(lignes: Sequence[Sequence[int | None]]) -> list[int] | None:
    """Add up the rows that are published in full: made of published counts only, it tells nothing more."""
    completes = [ligne for ligne in lignes if ligne and None not in ligne]
    return [sum(colonne) for colonne in zip(*completes, strict=True)] if completes else None
