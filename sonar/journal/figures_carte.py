"""The map for the poster: labels in millimetres, moved apart just enough to be read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Any

LARGEUR, HAUTEUR = 392.0, 230.0  # millimetres of the poster
GAUCHE, DROITE, SOMMET, BAS = 40.0, 352.0, 22.0, 210.0  # where -100 and 100 stand
CORPS, INTERLIGNE, CHASSE = 4.2, 4.7, 0.52  # of the labels; CHASSE: mean width of a letter, in bodies
LIGNE_MAX = 21  # letters of a line
TOURS = 400  # of moving apart
MARGE = 1.3


@dataclass
class Libelle:
    """A label: its middle, its lines; `x` and `y` move until it hides no other."""

    cle: str
    lignes: tuple[str, ...]
    x: float
    y: float
    douteux: bool = False
    corps: float = CORPS

    @property
    def largeur(self) -> float:
        return max(len(ligne) for ligne in self.lignes) * self.corps * CHASSE + MARGE

    @property
    def hauteur(self) -> float:
        return len(self.lignes) * self.corps * INTERLIGNE / CORPS + MARGE * 0.6

    @property
    def rangs(self) -> list[tuple[float, str]]:
        """The foot of each line, and its words."""
        pas = self.corps * INTERLIGNE / CORPS
        haut = self.y - pas * (len(self.lignes) - 1) / 2 + self.corps * 0.33
        return [(round(haut + pas * rang, 1), ligne) for rang, ligne in enumerate(self.lignes)]


def _couper(texte: str, longueur: int = LIGNE_MAX) -> tuple[str, ...]:
    return tuple(wrap(texte, longueur, break_on_hyphens=False)) or ("",)


def place(x: float, y: float) -> tuple[float, float]:
    """From the scale of the content (-100 to 100) to millimetres; up is the global vision."""
    return (
        round(GAUCHE + (x + 100) / 200 * (DROITE - GAUCHE), 1),
        round(BAS - (y + 100) / 200 * (BAS - SOMMET), 1),
    )


def libelles(concepts: Iterable[Any], questions: Iterable[Any]) -> tuple[list[Libelle], list[Libelle]]:
    """Labels of the concepts and of the questions, none over another: the same on every printing."""
    mots = [
        Libelle(c.cle, _couper(c.nom), *place(c.x, c.y), douteux=c.certitude == "douteux") for c in concepts
    ]
    demandes = [Libelle(str(q.numero), _couper(q.texte, 24), *place(q.x, q.y), corps=4.8) for q in questions]
    _ecarter([*demandes, *mots])
    for libelle in (*mots, *demandes):
        libelle.x, libelle.y = round(libelle.x, 1), round(libelle.y, 1)
    return mots, demandes


def _ecarter(tous: Sequence[Libelle]) -> None:
    for _ in range(TOURS):
        bouge = False
        for rang, un in enumerate(tous):
            for autre in tous[rang + 1 :]:
                bouge = _repousser(un, autre) or bouge
        for libelle in tous:
            _retenir(libelle)
        if not bouge:
            return


def _repousser(un: Libelle, autre: Libelle) -> bool:
    """Two labels that overlap leave each other by half, along the shorter way."""
    dx, dy = autre.x - un.x, autre.y - un.y
    trop_x = (un.largeur + autre.largeur) / 2 - abs(dx)
    trop_y = (un.hauteur + autre.hauteur) / 2 - abs(dy)
    if trop_x <= 0.01 or trop_y <= 0.01:
        return False
    if trop_y <= trop_x:
        pas = trop_y / 2 * (1 if dy >= 0 else -1)
        un.y, autre.y = un.y - pas, autre.y + pas
    else:
        pas = trop_x / 2 * (1 if dx >= 0 else -1)
        un.x, autre.x = un.x - pas, autre.x + pas
    return True


def _retenir(libelle: Libelle) -> None:
    """Nothing leaves the sheet, nor covers the names of the poles."""
    demi_x, demi_y = libelle.largeur / 2, libelle.hauteur / 2
    libelle.x = min(max(libelle.x, demi_x + 22), LARGEUR - demi_x - 22)
    libelle.y = min(max(libelle.y, SOMMET - 4 + demi_y), BAS + 4 - demi_y)
