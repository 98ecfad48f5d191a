"""Geometry of the baromètre's pictures: bars of a question, columns of the months."""

from dataclasses import dataclass

from sonar.enums import Style
from sonar.panorama import Mesure

LARGEUR = 320.0  # of every picture, in SVG units
RANG = 46.0  # height of one bar with its name
COLONNES = 24  # periods that a picture shows, the latest
HAUTEUR = 96.0  # of a column of 100 %


@dataclass(frozen=True)
class Barre:
    nom: str
    signe: str
    nombre: int
    pourcent: int
    longueur: float
    y: float
    domine: bool


@dataclass(frozen=True)
class Colonne:
    """One period of one value; `pourcent` is None where the count is withheld."""

    periode: str
    pourcent: int | None
    x: float
    y: float
    largeur: float
    hauteur: float


@dataclass(frozen=True)
class Courbe:
    nom: str
    signe: str
    colonnes: tuple[Colonne, ...]


def _signe(valeur: str) -> str:
    return Style(valeur).signe if valeur in Style.values else "="


def barres(mesure: Mesure) -> tuple[Barre, ...]:
    """The four bars of a question, over all periods published in full; none when there is none."""
    nombres = mesure.ensemble
    if nombres is None:
        return ()
    return tuple(
        Barre(
            nom=nom,
            signe=_signe(valeur),
            nombre=nombre,
            pourcent=round(100 * nombre / sum(nombres)),
            longueur=round(LARGEUR * nombre / sum(nombres), 1),
            y=RANG * rang,
            domine=nombre == max(nombres),
        )
        for rang, (valeur, nom, nombre) in enumerate(zip(mesure.valeurs, mesure.noms, nombres, strict=True))
    )


def courbes(mesure: Mesure) -> tuple[Courbe, ...]:
    """For each value, its share in each of the latest periods."""
    lignes = mesure.lignes[-COLONNES:]
    pas = LARGEUR / max(len(lignes), 6)
    resultat = []
    for rang, (valeur, nom) in enumerate(zip(mesure.valeurs, mesure.noms, strict=True)):
        colonnes = []
        for place, (periode, ligne) in enumerate(lignes):
            nombre = ligne[rang]
            part = None if nombre is None else nombre / periode.feuilles
            hauteur = round(HAUTEUR * (part or 0), 1)
            colonnes.append(
                Colonne(
                    periode=periode.nom,
                    pourcent=None if part is None else round(100 * part),
                    x=round(pas * place, 1),
                    y=round(HAUTEUR - hauteur, 1),
                    largeur=round(pas - min(6, pas / 4), 1),
                    hauteur=hauteur,
                )
            )
        resultat.append(Courbe(nom, _signe(valeur), tuple(colonnes)))
    return tuple(resultat)
