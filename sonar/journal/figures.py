"""Geometry of the newspaper's own pictures: the path, laid across the poster from left to right."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Any

LARGEUR, HAUTEUR = 392.0, 88.0  # millimetres of the poster
BAS, HAUT, ECART = 64.0, 26.0, 8.5  # where the path starts and ends, how far it swings
REGLE = 83.0  # where the passages are written


@dataclass(frozen=True)
class Balise:
    """One stage; its text is joined by a thread to the row above (even) or below (odd)."""

    rang: int
    nom: str
    x: float
    y: float
    fil: float  # where the thread ends
    nom_y: float


@dataclass(frozen=True)
class Troncon:
    """A passage: from where to where its stages stand."""

    nom: str
    doute: bool
    debut: float
    fin: float
    milieu: float
    court: bool  # its name takes all its room


@dataclass(frozen=True)
class Route:
    trace: str
    bras: tuple[str, ...]  # the forks: they get lost
    impasses: tuple[tuple[float, float], ...]
    balises: tuple[Balise, ...]
    troncons: tuple[Troncon, ...]
    largeur: float = LARGEUR
    hauteur: float = HAUTEUR
    regle: float = REGLE


def route(etapes: Sequence[Any]) -> Route:
    """`etapes` in their order, each with its `rattachement` to a passage, or None."""
    pas = LARGEUR / (len(etapes) + 1)
    points = [
        (round(pas * rang, 1), round(BAS - (BAS - HAUT) * rang / (len(etapes) + 1) - _balancement(rang), 1))
        for rang in range(1, len(etapes) + 1)
    ]
    jalons = [(-4.0, BAS + 12), *points, (LARGEUR - 14, HAUT - 4)]
    trace = f"M{jalons[0][0]:g} {jalons[0][1]:g}" + "".join(
        _courbe(depart, arrivee) for depart, arrivee in pairwise(jalons)
    )
    bras = [_bras(x, y, rang) for rang, (x, y) in enumerate(points, start=1) if rang in (1, 2, 4, 5, 7)]
    return Route(
        trace=trace,
        bras=tuple(chemin for chemin, _ in bras),
        impasses=tuple(fin for _, fin in bras),
        balises=tuple(
            Balise(
                rang=etape.rang,
                nom=etape.nom,
                x=x,
                y=y,
                fil=0.0 if rang % 2 == 0 else HAUTEUR,
                nom_y=round(y + (15.5 if rang % 2 == 0 else -11.5), 1),
            )
            for rang, (etape, (x, y)) in enumerate(zip(etapes, points, strict=True), start=1)
        ),
        troncons=tuple(_troncons(etapes, pas)),
    )


def _balancement(rang: int) -> float:
    return ECART if rang % 2 == 0 else -ECART


def _courbe(depart: tuple[float, float], arrivee: tuple[float, float]) -> str:
    (x1, y1), (x2, y2) = depart, arrivee
    milieu = round((x1 + x2) / 2, 1)
    return f"C{milieu:g} {y1:g} {milieu:g} {y2:g} {x2:g} {y2:g}"


def _bras(x: float, y: float, rang: int) -> tuple[str, tuple[float, float]]:
    """A branch that leaves a stage on the side its text is not, and stops."""
    sens = 1 if rang % 2 == 0 else -1
    fin = (round(x + 17, 1), round(y + sens * 21, 1))
    return f"M{x:g} {y:g}C{x + 12:g} {y:g} {x + 6:g} {fin[1]:g} {fin[0]:g} {fin[1]:g}", fin


def _troncons(etapes: Sequence[Any], pas: float) -> Iterator[Troncon]:
    """Neighbouring stages of one passage, with the doubt of the least sure attachment."""
    places = [(rang, etape.rattachement) for rang, etape in enumerate(etapes, start=1) if etape.rattachement]
    for nom, groupe in groupby(places, key=lambda place: place[1].passage.nom):
        membres = list(groupe)
        debut, fin = pas * (membres[0][0] - 0.46), pas * (membres[-1][0] + 0.46)
        doute = any(lien.certitude != "sure" for _, lien in membres)
        yield Troncon(
            nom, doute, round(debut, 1), round(fin, 1), round((debut + fin) / 2, 1), len(membres) < 2
        )
