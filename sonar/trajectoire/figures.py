"""Geometry of the trajectory's pictures: the path with its buoys, and the path over time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

LARGEUR, PAS, MARGE_HAUT, MARGE_BAS = 400.0, 104.0, 70.0, 120.0  # of the path, in SVG units
GAUCHE, DROITE = 122.0, 278.0  # where odd and even stages float


@dataclass(frozen=True)
class Balise:
    """One stage on the path: its buoy, and where its name is written."""

    etape: Any
    x: float
    y: float
    texte_x: float
    ancre: str  # SVG's text-anchor


@dataclass(frozen=True)
class Marque:
    """The name of a passage, between two stages."""

    nom: str
    x: float
    y: float
    ancre: str


@dataclass(frozen=True)
class Chemin:
    largeur: float
    hauteur: float
    trace: str  # the path
    bras: tuple[str, ...]  # the forks: they get lost, or come back
    impasses: tuple[tuple[float, float], ...]  # where a fork ends
    vagues: tuple[str, ...]
    balises: tuple[Balise, ...]
    marques: tuple[Marque, ...]


def _courbe(depart: tuple[float, float], arrivee: tuple[float, float]) -> str:
    """One bend, upright at both ends."""
    (x1, y1), (x2, y2) = depart, arrivee
    milieu = (y1 + y2) / 2
    return f"C{x1:g} {milieu:g} {x2:g} {milieu:g} {x2:g} {y2:g}"


def _vague(y: float, decalage: float) -> str:
    """A wave from one edge to the other."""
    return f"M{-decalage:g} {y:g}" + "q10 -8 20 0t20 0" * 11


def chemin(etapes: Sequence[Any]) -> Chemin:
    """The path from the sea, at the bottom, to the last stage, at the top; its names beside the buoys."""
    hauteur = MARGE_HAUT + PAS * (len(etapes) - 1) + MARGE_BAS
    points = [
        (GAUCHE if rang % 2 == 0 else DROITE, hauteur - MARGE_BAS - PAS * rang) for rang in range(len(etapes))
    ]
    if not points:
        return Chemin(LARGEUR, hauteur, "", (), (), (), (), ())
    depart = (LARGEUR / 2, hauteur)
    trace = f"M{depart[0]:g} {depart[1]:g}" + "".join(
        _courbe(a, b) for a, b in zip([depart, *points], points, strict=False)
    )
    bras, impasses = _bifurcations(points)
    return Chemin(
        largeur=LARGEUR,
        hauteur=hauteur,
        trace=trace,
        bras=bras,
        impasses=impasses,
        vagues=tuple(_vague(hauteur - 12 - 16 * n, 20 * (n % 2)) for n in range(3)),
        balises=tuple(_balise(e, x, y) for e, (x, y) in zip(etapes, points, strict=True)),
        marques=_marques(etapes, points),
    )


def _balise(etape: Any, x: float, y: float) -> Balise:
    if x == GAUCHE:
        return Balise(etape, x, y, x + 36, "start")
    return Balise(etape, x, y, x - 36, "end")


def _bifurcations(
    points: Sequence[tuple[float, float]],
) -> tuple[tuple[str, ...], tuple[tuple[float, float], ...]]:
    """One stage out of two sends a branch to the edge: the first gets lost, the next comes back later."""
    bras, impasses = [], []
    for rang in range(0, len(points) - 2, 2):
        x, y = points[rang]
        bord = 26.0 if x == GAUCHE else LARGEUR - 26.0
        if rang % 4 == 0:
            fin = (bord, y - PAS * 0.72)
            bras.append(f"M{x:g} {y:g}C{x - 50:g} {y - 6:g} {bord:g} {y - 20:g} {fin[0]:g} {fin[1]:g}")
            impasses.append(fin)
        else:
            vx, vy = points[rang + 2]
            bras.append(
                f"M{x:g} {y:g}C{x - 70:g} {y - 10:g} {bord:g} {y - 30:g} {bord:g} {y - PAS:g}"
                f"S{vx - 70:g} {vy + 10:g} {vx:g} {vy:g}"
            )
    return tuple(bras), tuple(impasses)


def _marques(etapes: Sequence[Any], points: Sequence[tuple[float, float]]) -> tuple[Marque, ...]:
    """Each passage once, just before the last of its stages; a passage of one stage, before it."""
    dernieres: dict[str, int] = {}
    for rang, etape in enumerate(etapes):
        if etape.rattachement is not None:
            dernieres[etape.rattachement.passage.nom] = rang
    marques = []
    for nom, rang in dernieres.items():
        x, y = points[rang]
        # The road leaves room at the right: below an even stage, and a little higher below an odd one.
        marques.append(Marque(nom, LARGEUR - 6, round(y + PAS * (0.56 if x == DROITE else 0.4), 1), "end"))
    return tuple(marques)


# --- the path over time ----------------------------------------------------------------------------

GRILLE_X, GRILLE_Y, COLONNE, NIVEAU = 46.0, 20.0, 70.0, 200.0  # of the curves, in SVG units


@dataclass(frozen=True)
class Trace:
    """One round as a line over the stages; a stage nobody answered cuts it."""

    nom: str
    rang: int  # 0: the latest
    trace: str
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Courbes:
    largeur: float
    hauteur: float
    bas: float
    seuil: float
    colonnes: tuple[tuple[float, int], ...]
    traces: tuple[Trace, ...]  # the latest last: drawn over the others


def courbes(tours: Sequence[tuple[str, Sequence[float | None]]], seuil: float) -> Courbes:
    """`tours`: name and levels (0 to 1) of the rounds, the latest first; four at most are drawn."""
    nombre = max((len(niveaux) for _, niveaux in tours), default=9)
    bas = GRILLE_Y + NIVEAU
    traces = [_trace(nom, rang, niveaux) for rang, (nom, niveaux) in enumerate(tours[:4])]
    return Courbes(
        largeur=GRILLE_X + COLONNE * (nombre - 1) + 40,
        hauteur=bas + 40,
        bas=bas,
        seuil=bas - NIVEAU * seuil,
        colonnes=tuple((GRILLE_X + COLONNE * n, n + 1) for n in range(nombre)),
        traces=tuple(reversed(traces)),
    )


def _trace(nom: str, rang: int, niveaux: Sequence[float | None]) -> Trace:
    points: list[tuple[float, float]] = []
    trace, levee = "", True
    for colonne, niveau in enumerate(niveaux):
        if niveau is None:
            levee = True
            continue
        x, y = GRILLE_X + COLONNE * colonne, round(GRILLE_Y + NIVEAU * (1 - niveau), 1)
        trace += f"{'M' if levee else 'L'}{x:g} {y:g}"
        levee = False
        points.append((x, y))
    return Trace(nom, rang, trace, tuple(points))
