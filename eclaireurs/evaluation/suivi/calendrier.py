"""The plan along the months: one bar per dated line, drawn by the server. Geometry only, no colour."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from eclaireurs.evaluation.suivi.tableau import Ligne, Regard

MARGE, LARGEUR, RANG, ENTETE = 62, 938, 26, 34  # of the picture, in its own units
LIGNES_MAX = 60
MOIS_MAX = 36
MOIS = ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juill.", "août", "sept.", "oct.", "nov.", "déc.")


@dataclass(frozen=True)
class Mois:
    """A column; `x` is its left edge."""

    debut: date
    x: float
    largeur: float

    @property
    def nom(self) -> str:
        return MOIS[self.debut.month - 1]

    @property
    def an(self) -> str:
        """The year, where it begins."""
        return str(self.debut.year) if self.debut.month == 1 else ""


@dataclass(frozen=True)
class Barre:
    """A line of the plan from `x` on, at height `y`; `fait` is the width of what is done."""

    ligne: Ligne
    x: float
    y: int
    largeur: float
    fait: float

    @property
    def milieu(self) -> int:
        return self.y + RANG // 2 + 4

    @property
    def base(self) -> int:
        return self.y + RANG

    @property
    def mot(self) -> str:
        """What stands beside the bar: late is said, not only coloured."""
        return f"retard {self.ligne.jours} j" if self.ligne.en_retard else ""

    @property
    def x_du_mot(self) -> float:
        return min(self.x + self.largeur + 6, MARGE + LARGEUR - 90)


@dataclass(frozen=True)
class Frise:
    mois: tuple[Mois, ...]
    barres: tuple[Barre, ...]
    aujourdhui: float | None  # where today falls, if it does

    @property
    def hauteur(self) -> int:
        return ENTETE + RANG * len(self.barres) + 8

    @property
    def largeur(self) -> int:
        return MARGE + LARGEUR


def bornes(ligne: Ligne) -> tuple[date, date] | None:
    """First and last day; a line with one date stands on that day, one without any nowhere."""
    debut, fin = ligne.objet.debut_le, ligne.objet.fin_le
    if debut is None and fin is None:
        return None
    return debut or fin, fin or debut  # type: ignore[return-value]


def dessiner(lignes: Sequence[Ligne], regard: Regard) -> Frise | None:
    """The picture of these dated lines; None when there is nothing to draw."""
    datees = [(ligne, tenue) for ligne in lignes if (tenue := bornes(ligne)) is not None]
    if not datees:
        return None
    premier = min(debut for _, (debut, _) in datees).replace(day=1)
    dernier = min(_suivant(max(fin for _, (_, fin) in datees)), _plus(premier, MOIS_MAX))
    jours = (dernier - premier).days

    def x(jour: date) -> float:
        return round(MARGE + LARGEUR * min(max((jour - premier).days, 0), jours) / jours, 1)

    barres = []
    for rang, (ligne, (debut, fin)) in enumerate(datees):
        gauche, droite = x(debut), x(fin + timedelta(days=1))
        largeur = round(max(droite - gauche, 3), 1)
        avance = ligne.avance if ligne.est_une_action else ligne.objet.avancement  # type: ignore[attr-defined]
        barres.append(Barre(ligne, gauche, ENTETE + RANG * rang, largeur, round(largeur * avance / 100, 1)))
    mois = []
    debut = premier
    while debut < dernier:
        mois.append(Mois(debut, x(debut), round(x(_suivant(debut)) - x(debut), 1)))
        debut = _suivant(debut)
    dedans = premier <= regard.aujourdhui < dernier
    return Frise(tuple(mois), tuple(barres), x(regard.aujourdhui) if dedans else None)


def _suivant(jour: date) -> date:
    """The first day of the next month."""
    return (jour.replace(day=1) + timedelta(days=32)).replace(day=1)


def _plus(jour: date, mois: int) -> date:
    for _ in range(mois):
        jour = _suivant(jour)
    return jour


def par_mois(lignes: Sequence[Ligne]) -> list[tuple[date, list[Ligne]]]:
    """The same lines as a list, under the month in which each is due."""
    rangees: dict[date, list[Ligne]] = {}
    for ligne in lignes:
        tenue = bornes(ligne)
        if tenue is not None:
            rangees.setdefault(tenue[1].replace(day=1), []).append(ligne)
    for siennes in rangees.values():
        siennes.sort(key=lambda ligne: bornes(ligne)[1])  # type: ignore[index]
    return sorted(rangees.items())
