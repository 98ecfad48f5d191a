"""Geometry of the baromètre's pictures: the dial, the bars of a question, the bands of the months."""

import math
from dataclasses import dataclass

from django.utils.formats import date_format

from sonar.confidentialite import MIXTE, mois_suivant
from sonar.enums import Style
from sonar.models import Periode
from sonar.panorama import Mesure

LARGEUR = 320.0  # of a question's picture, in SVG units
RANG = 46.0  # height of one bar with its name
MOIS = 24  # months that a band shows, the latest
BANDE = 960.0  # width of a band; its height is 100
VOILE = 14.0  # height of what stands for a withheld count: low, since it may be nothing
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
    """One period of one value; `pourcent` is None where the count is withheld: a mark at the base.

    As wide as the period is long.
    """

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
    mois: tuple[str, ...]  # initials of the months, one for each, from left to right
    bandes: tuple[Bande, ...]


def _signe(valeur: str) -> str:
    return Style(valeur).signe if valeur in Style.values else "="


def _domine(mesure: Mesure, rang: int, ligne: tuple[int | None, ...]) -> bool:
    """Whether this style leads: a tie is no style, and nobody leads a row in which something is withheld."""
    styles = [n or 0 for valeur, n in zip(mesure.valeurs, ligne, strict=True) if valeur != MIXTE]
    return None not in ligne and mesure.valeurs[rang] != MIXTE and ligne[rang] == max(styles)


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
    for rang, (valeur, nom, nombre) in enumerate(zip(mesure.valeurs, mesure.noms, ligne, strict=True)):
        part = (nombre or 0) / periode.feuilles
        milieu, domine = debut + part / 2, _domine(mesure, rang, ligne)
        pointe, signe = _point(DEDANS - 10, milieu), _point(SIGNES, milieu)
        aiguille = f"M200 200L{pointe[0]} {pointe[1]}" if domine else ""
        trace = _arc(debut, debut + part)
        quartiers.append(
            Quartier(nom, _signe(valeur), round(100 * part), domine, trace, aiguille, signe[0], signe[1])
        )
        debut += part
    return Cadran(periode.nom, periode.feuilles, tuple(quartiers))


def _mois(periode: Periode) -> list[str]:
    """The initial of each month of a period."""
    initiales, mois = [], periode.debut
    while mois <= periode.fin:
        initiales.append(date_format(mois, "F")[0].upper())
        mois = mois_suivant(mois)
    return initiales


def _dernieres(mesure: Mesure) -> list[tuple[Periode, tuple[int | None, ...]]]:
    """The latest periods that fit in `MOIS` months; one at least, when there is one."""
    gardees: list[tuple[Periode, tuple[int | None, ...]]] = []
    reste = MOIS
    for periode, ligne in reversed(mesure.lignes):
        reste -= len(_mois(periode))
        if gardees and reste < 0:
            break
        gardees.insert(0, (periode, ligne))
    return gardees


def bandes(mesure: Mesure) -> Bandes:
    """For each value, its share in each of the latest periods, all on one scale."""
    lignes = _dernieres(mesure)
    parts = [n / periode.feuilles for periode, ligne in lignes for n in ligne if n is not None]
    echelle = 10 * math.ceil(10 * max(parts, default=0.1))
    mois = [_mois(periode) for periode, _ in lignes]
    pas = BANDE / max(sum(map(len, mois)), 1)
    un_mois = min(0.82 * pas, 64)

    def colonne(place: int, rang: int) -> Colonne:
        periode, ligne = lignes[place]
        nombre = ligne[rang]
        part = None if nombre is None else 100 * nombre / periode.feuilles
        avant, duree = sum(map(len, mois[:place])), len(mois[place])
        largeur = un_mois * duree
        return Colonne(
            periode=periode.nom,
            pourcent=None if part is None else round(part),
            domine=_domine(mesure, rang, ligne),
            x=round(pas * (avant + duree / 2) - largeur / 2, 1),
            largeur=round(largeur, 1),
            hauteur=VOILE if part is None else round(100 * part / echelle, 1),
        )

    return Bandes(
        echelle,
        tuple(initiale for initiales in mois for initiale in initiales),
        tuple(
            Bande(nom, _signe(valeur), tuple(colonne(place, rang) for place in range(len(lignes))))
            for rang, (valeur, nom) in enumerate(zip(mesure.valeurs, mesure.noms, strict=True))
        ),
    )
