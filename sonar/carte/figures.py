"""Where everything stands in the drawing of the map; templates draw it as SVG beside its table.

Labels are placed one after the other, from top to bottom, at the first of a few spots around their point that
touches nothing yet: the same content gives the same drawing.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

from sonar.carte.calculs import HAUTEUR_DU_CENTRE, LARGEUR_DU_CENTRE, centre_de_gravite
from sonar.carte.models import Concept

LARGEUR, HAUTEUR = 1320, 1080
MARGE_X, MARGE_Y = 130, 110
CORPS, INTERLIGNE = 15.0, 17.0  # of labels
CHASSE = 0.54  # mean width of a letter, in body sizes
LIGNE_MAX = 24  # letters
RAYON = 4.5
BORDURE = 14.0  # between a question and the edge of the sheet


@dataclass(frozen=True)
class Etiquette:
    """A resource in the drawing; `ancre` is the SVG `text-anchor` of its lines."""

    concept: Concept
    cx: float
    cy: float
    x: float
    ancre: str
    lignes: tuple[tuple[float, str], ...]
    cadre: "Cadre"
    coche: bool = False
    nombre: int = 0
    rayon: float = RAYON


@dataclass(frozen=True)
class Cadre:
    gauche: float
    haut: float
    droite: float
    bas: float

    def touche(self, autre: "Cadre") -> bool:
        return (
            self.gauche < autre.droite
            and autre.gauche < self.droite
            and self.haut < autre.bas
            and autre.haut < self.bas
        )


def en_x(x: float) -> float:
    """From the map's coordinate to the drawing's."""
    return round(MARGE_X + (x + 100) / 200 * (LARGEUR - 2 * MARGE_X), 1)


def en_y(y: float) -> float:
    return round(MARGE_Y + (100 - y) / 200 * (HAUTEUR - 2 * MARGE_Y), 1)


def couper(nom: str) -> tuple[str, ...]:
    """A name on lines of about `LIGNE_MAX` letters, between words."""
    lignes = [""]
    for mot in nom.split():
        if lignes[-1] and len(lignes[-1]) + 1 + len(mot) > LIGNE_MAX:
            lignes.append(mot)
        else:
            lignes[-1] = f"{lignes[-1]} {mot}".strip()
    return tuple(lignes)


def _spots(cx: float, cy: float, largeur: float, hauteur: float, rayon: float) -> Iterator[tuple[str, Cadre]]:
    """Right, left, above, below, then the same further and further away."""
    for pas in range(9):
        decalage = pas * INTERLIGNE / 2
        for dy in (0.0,) if not pas else (-decalage, decalage):
            haut = cy - hauteur / 2 + dy
            droite = cx + rayon + 4
            yield "start", Cadre(droite, haut, droite + largeur, haut + hauteur)
            gauche = cx - rayon - 4
            yield "end", Cadre(gauche - largeur, haut, gauche, haut + hauteur)
        for haut in (cy - rayon - 3 - hauteur - decalage, cy + rayon + 3 + decalage):
            yield "middle", Cadre(cx - largeur / 2, haut, cx + largeur / 2, haut + hauteur)


def _poser(
    cx: float, cy: float, largeur: float, hauteur: float, rayon: float, pris: Sequence[Cadre]
) -> tuple[str, Cadre]:
    """The first spot that is inside and free; else the one that touches the least."""
    dedans = [
        (ancre, cadre)
        for ancre, cadre in _spots(cx, cy, largeur, hauteur, rayon)
        if cadre.gauche >= 4 and cadre.droite <= LARGEUR - 4 and cadre.haut >= 4 and cadre.bas <= HAUTEUR - 4
    ]
    return min(dedans, key=lambda spot: sum(spot[1].touche(autre) for autre in pris))


def etiqueter(
    concepts: Iterable[Concept],
    *,
    coches: frozenset[str] = frozenset(),
    nombres: Mapping[str, int] | None = None,
    occupes: Iterable[Cadre] = (),
) -> list[Etiquette]:
    """Every resource with its place in the drawing. With `nombres`, circles whose area follows the count.

    `occupes`: where nothing may be written.
    """
    places = sorted(
        (c for c in concepts if c.place is not None), key=lambda c: (-(c.y or 0), c.x or 0, c.cle)
    )
    nombres = nombres or {}
    rayons = {c.cle: RAYON + 5.5 * sqrt(nombres.get(c.cle, 0)) if nombres else RAYON for c in places}
    points = {c.cle: (en_x(c.x or 0), en_y(c.y or 0)) for c in places}
    pris = [
        *occupes,
        *(
            Cadre(x - rayons[cle], y - rayons[cle], x + rayons[cle], y + rayons[cle])
            for cle, (x, y) in points.items()
        ),
    ]
    etiquettes = []
    for concept in places:
        cx, cy = points[concept.cle]
        lignes = couper(concept.nom_court)
        largeur = max(len(ligne) for ligne in lignes) * CORPS * CHASSE
        ancre, cadre = _poser(cx, cy, largeur, len(lignes) * INTERLIGNE, rayons[concept.cle], pris)
        pris.append(cadre)
        x = {"start": cadre.gauche, "end": cadre.droite, "middle": (cadre.gauche + cadre.droite) / 2}[ancre]
        etiquettes.append(
            Etiquette(
                concept,
                cx,
                cy,
                round(x, 1),
                ancre,
                tuple(
                    (round(cadre.haut + INTERLIGNE * rang + CORPS * 0.88, 1), ligne)
                    for rang, ligne in enumerate(lignes)
                ),
                cadre,
                concept.cle in coches,
                nombres.get(concept.cle, 0),
                round(rayons[concept.cle], 1),
            )
        )
    return etiquettes


@dataclass(frozen=True)
class QuestionDessinee:
    """At an edge of the sheet, where labels are rare; `cadre` is kept free of them."""

    x: float
    ancre: str
    lignes: tuple[tuple[float, str], ...]
    cadre: Cadre


def _question(texte: str, x: int, y: int) -> QuestionDessinee:
    lignes = couper(texte)
    largeur, hauteur = max(map(len, lignes)) * CORPS * CHASSE, len(lignes) * INTERLIGNE
    haut = en_y(y) - hauteur / 2
    gauche = BORDURE if x < -50 else LARGEUR - BORDURE - largeur if x > 50 else en_x(x) - largeur / 2
    return QuestionDessinee(
        round(gauche if x < 50 else gauche + largeur, 1),
        "start" if x < 50 else "end",
        tuple((round(haut + INTERLIGNE * (rang + 1) - 3, 1), ligne) for rang, ligne in enumerate(lignes)),
        Cadre(gauche - 6, haut - 4, gauche + largeur + 6, haut + hauteur + 6),
    )


@dataclass(frozen=True)
class Dessin:
    """All that the SVG needs."""

    etiquettes: list[Etiquette]
    questions: tuple["QuestionDessinee", ...]
    centre: tuple[float, float] | None = None  # of gravity
    largeur: int = LARGEUR
    hauteur: int = HAUTEUR
    milieu_x: float = en_x(0)
    milieu_y: float = en_y(0)
    gauche: float = en_x(-100)
    droite: float = en_x(100)
    haut: float = en_y(100)
    bas: float = en_y(-100)
    hybride: tuple[float, float, float, float] = (
        en_x(0),
        en_y(0),
        en_x(LARGEUR_DU_CENTRE) - en_x(0) + 46,
        en_y(0) - en_y(HAUTEUR_DU_CENTRE) + 26,
    )


def dessiner(
    concepts: Iterable[Concept],
    questions: Iterable[tuple[str, int, int]] = (),
    *,
    coches: frozenset[str] = frozenset(),
    nombres: Mapping[str, int] | None = None,
) -> Dessin:
    """The drawing. `coches`: what a mix holds, with its centre of gravity; `nombres`: a heat map."""
    concepts = list(concepts)
    dessinees = tuple(_question(texte, x, y) for texte, x, y in questions)
    occupes = [q.cadre for q in dessinees]
    centre = centre_de_gravite([c.place for c in concepts if c.cle in coches and c.place])
    return Dessin(
        etiqueter(concepts, coches=coches, nombres=nombres, occupes=occupes),
        dessinees,
        (en_x(centre[0]), en_y(centre[1])) if centre else None,
    )
