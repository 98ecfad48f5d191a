"""Geometry of the data pictures; templates draw them as SVG beside their table."""

import math
from dataclasses import dataclass

from sonar.calculs import NOMBRE_DE_QUESTIONS, Comptes
from sonar.enums import Style

CENTRE = 200.0
RAYON = 168.0  # of the outermost ring: all six answers


@dataclass(frozen=True)
class Secteur:
    """One style's quarter of the sonar: its echo reaches as many rings as it has answers."""

    style: Style
    points: int
    domine: bool
    echo: str  # SVG path of the filled quarter, empty without points
    arcs: tuple[str, ...]  # SVG path of each ring reached
    signe_x: float
    signe_y: float


def _point(rayon: float, degres: float) -> tuple[float, float]:
    angle = math.radians(degres)
    return round(CENTRE + rayon * math.cos(angle), 1), round(CENTRE + rayon * math.sin(angle), 1)


def _arc(rayon: float, debut: float, fin: float) -> str:
    (x1, y1), (x2, y2) = _point(rayon, debut), _point(rayon, fin)
    return f"M{x1} {y1}A{rayon:g} {rayon:g} 0 0 1 {x2} {y2}"


def anneaux() -> tuple[float, ...]:
    """Radius of each ring: one per question."""
    return tuple(round(RAYON * n / NOMBRE_DE_QUESTIONS, 1) for n in range(1, NOMBRE_DE_QUESTIONS + 1))


def secteurs(comptes: Comptes, dominants: tuple[Style, ...]) -> tuple[Secteur, ...]:
    """The four quarters, clockwise from the top left, in the fixed order of the styles."""
    rayons = anneaux()
    resultat = []
    for rang, style in enumerate(Style):
        debut, points = 180 + 90 * rang, comptes[style]
        arcs = tuple(_arc(r, debut + 3, debut + 87) for r in rayons[:points])
        x, y = _point(RAYON * 1.28, debut + 45)  # outside the rings: an echo never covers a sign
        echo = f"{_arc(rayons[points - 1], debut, debut + 90)}L{CENTRE:g} {CENTRE:g}Z" if points else ""
        resultat.append(Secteur(style, points, style in dominants, echo, arcs, x, y))
    return tuple(resultat)
