"""Where the drawing of the cycle puts things: a heptagon, and the practices that open it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from sonar.fabrique.models import EtapeDuCycle, Pratique

LARGEUR, HAUTEUR = 1100, 980
CENTRE_X, CENTRE_Y = 550.0, 480.0
CYCLE, DEHORS = 268.0, 425.0  # radius of the cycle, and of what opens it
ETAPE, PRATIQUE = (200.0, 74.0), (196.0, 66.0)  # width and height of a box
LIGNE_MAX = 17  # characters of a line in a box
DOCUMENTATION = -115.7  # degrees: where the print draws what runs all along, at the top left


@dataclass(frozen=True)
class Case:
    """A box of the drawing: its middle, its corner, its words in one or two lines, its mark when small."""

    cle: str
    nom: str
    marque: str
    x: float
    y: float
    largeur: float
    hauteur: float
    lignes: tuple[tuple[float, str], ...]  # height and words
    chemin: str = ""  # of a practice: the way out of the cycle and back

    @property
    def gauche(self) -> float:
        return round(self.x - self.largeur / 2, 1)

    @property
    def haut(self) -> float:
        return round(self.y - self.hauteur / 2, 1)

    @property
    def bas_de_marque(self) -> float:
        return round(self.y + 16, 1)


@dataclass(frozen=True)
class Dessin:
    """The whole picture; templates draw it, screen and paper alike."""

    etapes: tuple[Case, ...]
    pratiques: tuple[Case, ...]
    fleches: tuple[str, ...]
    largeur: int = LARGEUR
    hauteur: int = HAUTEUR
    centre_x: float = CENTRE_X
    centre_y: float = CENTRE_Y
    rayon: float = DEHORS


def _point(rayon: float, degres: float) -> tuple[float, float]:
    angle = math.radians(degres)
    return round(CENTRE_X + rayon * math.cos(angle), 1), round(CENTRE_Y + rayon * math.sin(angle), 1)


def _lignes(nom: str, y: float) -> tuple[tuple[float, str], ...]:
    """In two lines when one would leave the box."""
    mots, lignes = nom.split(), [""]
    for mot in mots:
        if lignes[-1] and len(lignes[-1]) + 1 + len(mot) > LIGNE_MAX:
            lignes.append(mot)
        else:
            lignes[-1] = f"{lignes[-1]} {mot}".strip()
    haut = y + 7 - 12 * (len(lignes) - 1)
    return tuple((round(haut + 24 * rang, 1), ligne) for rang, ligne in enumerate(lignes))


def _case(objet: EtapeDuCycle | Pratique, degres: float, rayon: float, marque: str, chemin: str = "") -> Case:
    x, y = _point(rayon, degres)
    largeur, hauteur = ETAPE if isinstance(objet, EtapeDuCycle) else PRATIQUE
    nom = objet.nom_court if isinstance(objet, EtapeDuCycle) else objet.nom
    return Case(objet.cle, objet.nom, marque, x, y, largeur, hauteur, _lignes(nom, y), chemin)


def _sortie(degres: float) -> str:
    """Out of the cycle on one side of the practice, and back on the other."""
    (x1, y1), (x2, y2), (x3, y3) = (
        _point(CYCLE, degres - 9),
        _point(DEHORS, degres),
        _point(CYCLE, degres + 9),
    )
    (a, b), (c, d) = _point(DEHORS * 0.86, degres - 12), _point(DEHORS * 0.86, degres + 12)
    return f"M{x1} {y1}Q{a} {b} {x2} {y2}Q{c} {d} {x3} {y3}"


def dessiner(etapes: Sequence[EtapeDuCycle], pratiques: Sequence[Pratique]) -> Dessin:
    """Stages clockwise from the top in their order; practices where the content says, doubts included."""
    pas = 360 / max(len(etapes), 1)
    angles = {etape.cle: -90 + pas * rang for rang, etape in enumerate(etapes)}

    def place(pratique: Pratique) -> float:
        if pratique.transversale or pratique.apres not in angles:
            return DOCUMENTATION
        debut = angles[pratique.apres]
        return debut + (pas / 2 if pratique.avant else 0)

    cases = []
    for rang, pratique in enumerate(pratiques):
        degres = place(pratique)
        chemin = "" if pratique.transversale else _sortie(degres)
        cases.append(_case(pratique, degres, DEHORS, chr(ord("A") + rang), chemin))
    fleches = []
    for degres in angles.values():
        (x, y), (x1, y1), (x2, y2) = (
            _point(CYCLE, degres + pas / 2 + 2),
            _point(CYCLE - 11, degres + pas / 2 - 2),
            _point(CYCLE + 11, degres + pas / 2 - 2),
        )
        fleches.append(f"M{x1} {y1}L{x} {y}L{x2} {y2}")
    return Dessin(
        etapes=tuple(
            _case(etape, angles[etape.cle], CYCLE, str(rang)) for rang, etape in enumerate(etapes, start=1)
        ),
        pratiques=tuple(cases),
        fleches=tuple(fleches),
    )
