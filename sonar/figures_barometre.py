"""Geometry of the baromètre's pictures: the dial, the bars of a question, the bands of the months."""

import math
from dataclasses import dataclass

from sonar.enums import Style
from sonar.panorama import Mesure

LARGEUR = 320.0  # of a question's picture, in SVG units
RANG = 46.0  # height of one bar with its name
COLONNES = 24  # periods that a band shows, the latest
BANDE = 960.0  # width of a band; its height is 100
DEHORS, DEDANS, SIGNES = 160.0, 92.0, 180.0  # radii of the dial


@dataclass(frozen=True)
class Barre:
    nom: str
    signe: str
    pourcent: int
    longueur: float
    y: float
    domine: bool


@dataclass(frozen=True)
class Quartier:
    """One share of the half-circle; `trace` and `aiguille` are SVG paths, the needle only where it leads."""

    nom: str
    signe: str
    pourcent: int
    domine: bool
    trace: str
    aiguille: str
    x: float
    y: float


@dataclass(frozen=True)
class Cadran:
    periode: str
    feuilles: int
    quartiers: tuple[Quartier, ...]

    @property
    def en_tete(self) -> tuple[Quartier, ...]:
        return tuple(quartier for quartier in self.quartiers if quartier.domine)


@dataclass(frozen=True)
class Colonne:
    """One period of one value; `pourcent` is None where the count is withheld: a veil, full height."""

    periode: str
    pourcent: int | None
    domine: bool
    x: float
    largeur: float
    hauteur: float

    @property
    def y(self) -> float:
        return round(100 - self.hauteur, 1)


@dataclass(frozen=True)
class Bande:
    nom: str
    signe: str
    colonnes: tuple[Colonne, ...]


@dataclass(frozen=True)
class Bandes:
    echelle: int  # percent at the top
    bandes: tuple[Bande, ...]


def _signe(valeur: str) -> str:
    return Style(valeur).signe if valeur in Style.values else "="


def _domine(nombre: int | None, ligne: tuple[int | None, ...]) -> bool:
    """Nobody leads a row in which something is withheld."""
    return None not in ligne and nombre == max(n or 0 for n in ligne)


def barres(mesure: Mesure) -> tuple[Barre, ...]:
    """The four bars of a question, over all periods published in full; none when there is none."""
    nombres = mesure.ensemble
    if nombres is None:
        return ()
    return tuple(
        Barre(
            nom=nom,
            signe=_signe(valeur),
            pourcent=round(100 * nombre / sum(nombres)),
            longueur=round(LARGEUR * nombre / sum(nombres), 1),
            y=RANG * rang,
            domine=nombre == max(nombres),
        )
        for rang, (valeur, nom, nombre) in enumerate(zip(mesure.valeurs, mesure.noms, nombres, strict=True))
    )


def _point(rayon: float, tour: float) -> tuple[float, float]:
    """A point of the dial; `tour`: 0 at its left end, 1 at its right end."""
    angle = math.pi * (1 + tour)
    return round(200 + rayon * math.cos(angle), 1), round(200 + rayon * math.sin(angle), 1)


def _arc(debut: float, fin: float) -> str:
    (x1, y1), (x2, y2) = _point(DEHORS, debut), _point(DEHORS, fin)
    (x3, y3), (x4, y4) = _point(DEDANS, fin), _point(DEDANS, debut)
    return (
        f"M{x1} {y1}A{DEHORS:g} {DEHORS:g} 0 0 1 {x2} {y2}L{x3} {y3}A{DEDANS:g} {DEDANS:g} 0 0 0 {x4} {y4}Z"
    )


def cadran(mesure: Mesure) -> Cadran | None:
    """The latest period published in full, as a half-circle; None when there is none."""
    completes = [(periode, ligne) for periode, ligne in mesure.lignes if None not in ligne]
    if not completes:
        return None
    periode, ligne = completes[-1]
    quartiers, debut = [], 0.0
    for valeur, nom, nombre in zip(mesure.valeurs, mesure.noms, ligne, strict=True):
        part = (nombre or 0) / periode.feuilles
        milieu, domine = debut + part / 2, _domine(nombre, ligne)
        pointe, signe = _point(DEDANS - 10, milieu), _point(SIGNES, milieu)
        aiguille = f"M200 200L{pointe[0]} {pointe[1]}" if domine else ""
        trace = _arc(debut, debut + part)
        quartiers.append(
            Quartier(nom, _signe(valeur), round(100 * part), domine, trace, aiguille, signe[0], signe[1])
        )
        debut += part
    return Cadran(periode.nom, periode.feuilles, tuple(quartiers))


def bandes(mesure: Mesure) -> Bandes:
    """For each value, its share in each of the latest periods, all on one scale."""
    lignes = mesure.lignes[-COLONNES:]
    parts = [n / periode.feuilles for periode, ligne in lignes for n in ligne if n is not None]
    echelle = 10 * math.ceil(10 * max(parts, default=0.1))
    pas = BANDE / max(len(lignes), 1)
    largeur = min(0.82 * pas, 64)

    def colonne(place: int, rang: int) -> Colonne:
        periode, ligne = lignes[place]
        nombre = ligne[rang]
        part = None if nombre is None else 100 * nombre / periode.feuilles
        return Colonne(
            periode=periode.nom,
            pourcent=None if part is None else round(part),
            domine=_domine(nombre, ligne),
            x=round(pas * (place + 0.5) - largeur / 2, 1),
            largeur=round(largeur, 1),
            hauteur=100 if part is None else round(100 * part / echelle, 1),
        )

    return Bandes(
        echelle,
        tuple(
            Bande(nom, _signe(valeur), tuple(colonne(place, rang) for place in range(len(lignes))))
            for rang, (valeur, nom) in enumerate(zip(mesure.valeurs, mesure.noms, strict=True))
        ),
    )
