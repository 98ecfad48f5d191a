"""The journal's columns, chosen here: the engine balances its own by laying them out again and again.

Heights are estimated, in millimetres of a column of four; only their proportions count.
"""

import textwrap
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import ceil
from typing import Any

from eclaireurs.evaluation.desirable.lu import Action, Chapitre, Indice, Lu, Papier, Plan, Texte, Volet

COLONNES, COLONNES_MAIGRES = 4, 2
COLONNE = 62.0  # mm: the width of one of four
LONG = 1200  # characters: a longer text is an article, with a line as wide as three columns allow
COURT = 400  # characters: a lone text past it is an article too, of fewer columns
RUBAN_COLONNES, RUBAN_SIGNES, RUBAN_LIGNES = 3, 52, 22  # an article's strip, which no page cuts
RUBAN_MIN = 8  # lines: a column is not worth beginning for fewer
BANDE_HAUTEUR, PLAN_HAUTEUR = 300.0, 80.0  # mm: a page less its title; what no page cuts


@dataclass(frozen=True)
class Bande:
    """Columns side by side; `synthese` is one more, the first, in a chapter of few clues."""

    colonnes: tuple[tuple[Any, ...], ...]
    synthese: str = ""

    @property
    def nombre(self) -> int:
        return len(self.colonnes) + bool(self.synthese)


@dataclass(frozen=True)
class Article:
    """A long text and its strips, each of as many columns as it has texts."""

    objet: Any
    rubans: tuple[tuple[str, ...], ...]

    @property
    def legende(self) -> str:
        return getattr(self.objet, "legende", "")


@dataclass(frozen=True)
class Suite:
    """What comes next on the page: columns, or an article."""

    bande: Bande | None = None
    article: Article | None = None


@dataclass(frozen=True)
class ChapitreMonte:
    titre: str
    synthese: str
    suites: tuple[Suite, ...]
    planche: tuple[Indice, ...]


@dataclass(frozen=True)
class Groupe:
    """Actions of one recommendation that stand in the same column; no title when they only go on."""

    numero: int
    titre: str
    actions: tuple[Action, ...]


@dataclass(frozen=True)
class Journal:
    chapitres: tuple[ChapitreMonte, ...]
    conclusions: tuple[Suite, ...]
    preconisations: tuple[Bande, ...]
    plan: tuple[Bande, ...]
    articles: tuple[Suite, ...]


def monter(lu: Lu) -> Journal:
    """Lay a report out in columns; the clue of the front page is not shown twice."""
    nombre = COLONNES_MAIGRES if lu.maigre else COLONNES
    return Journal(
        chapitres=tuple(_chapitre(c, nombre, lu.en_couverture) for c in lu.chapitres),
        conclusions=tuple(_suites(lu.conclusions, nombre, _hauteur_d_un_texte)),
        preconisations=tuple(_rangees(lu.preconisations, lu.maigre)),
        plan=tuple(_plan(lu.plan, nombre)) if lu.plan is not None else (),
        articles=tuple(_suites(lu.articles, nombre, _hauteur_d_un_texte)),
    )


def _chapitre(chapitre: Chapitre, nombre: int, sauf: str) -> ChapitreMonte:
    indices = [indice for indice in chapitre.indices if indice.uuid != sauf]
    suites = list(_suites(indices, nombre, _hauteur))
    synthese = chapitre.texte
    seule = suites[0].bande if len(suites) == 1 else None
    if seule is not None and synthese and len(synthese) <= LONG and seule.nombre < nombre:
        suites, synthese = [Suite(bande=Bande(seule.colonnes, synthese))], ""
    return ChapitreMonte(chapitre.titre, synthese, tuple(suites), tuple(chapitre.planche))


def _long(objet: Indice | Texte | Papier) -> bool:
    image = isinstance(objet, Indice) and (objet.image or bool(objet.valeur))
    return not image and len(objet.texte) > LONG


def _seul(objet: Indice | Texte | Papier) -> bool:
    """Too long for one wide line when it stands alone."""
    image = isinstance(objet, Indice) and (objet.image or bool(objet.valeur) or objet.citation)
    return not image and len(objet.texte) > COURT


def _suites(objets: Sequence[Any], nombre: int, hauteur: Callable[[Any], float]) -> Iterator[Suite]:
    """Short things by bands, in their order; each long one as an article where it comes."""
    for long, groupe in groupby(objets, _long):
        if long:
            yield from (Suite(article=Article(o, tuple(rubans(o.texte)))) for o in groupe)
            continue
        courts = list(groupe)
        if len(courts) == 1 and _seul(courts[0]):
            yield Suite(article=Article(courts[0], tuple(rubans(courts[0].texte))))
            continue
        yield from (Suite(bande=bande) for bande in maconner(courts, nombre, hauteur))


def maconner(objets: Sequence[Any], nombre: int, hauteur: Callable[[Any], float]) -> Iterator[Bande]:
    """Each thing under the shortest column, the first if several are; a new band after BANDE_HAUTEUR."""
    reste = list(objets)
    while reste:
        colonnes: list[list[Any]] = [[] for _ in range(min(nombre, len(reste)))]
        hauteurs = [0.0] * len(colonnes)
        while reste and min(hauteurs) < BANDE_HAUTEUR:
            rang = hauteurs.index(min(hauteurs))
            hauteurs[rang] += hauteur(reste[0])
            colonnes[rang].append(reste.pop(0))
        yield Bande(tuple(tuple(colonne) for colonne in colonnes))


def partager(hauteurs: Sequence[float], nombre: int) -> list[int]:
    """How many things each column takes, in their order, for the tallest to be the least tall."""
    basse, haute = max(hauteurs, default=0.0), sum(hauteurs)
    parts = _remplir(hauteurs, haute)
    while haute - basse > 0.5:
        milieu = (basse + haute) / 2
        essai = _remplir(hauteurs, milieu)
        if len(essai) <= nombre:
            haute, parts = milieu, essai
        else:
            basse = milieu
    return parts + [0] * (nombre - len(parts))


def _remplir(hauteurs: Sequence[float], place: float) -> list[int]:
    parts, prise = [0], 0.0
    for hauteur in hauteurs:
        if parts[-1] and prise + hauteur > place:
            parts.append(0)
            prise = 0.0
        parts[-1] += 1
        prise += hauteur
    return parts


def _rangees(textes: Sequence[Texte], maigre: bool) -> Iterator[Bande]:
    """Numbered texts are read along the line: rows of three or four, the last one padded."""
    nombre = len(textes)
    largeur = 1 if maigre else COLONNES if nombre == COLONNES or nombre > 6 else max(1, min(3, nombre))
    for debut in range(0, nombre, largeur):
        rangee = textes[debut : debut + largeur]
        yield Bande(tuple((t,) for t in rangee) + ((),) * (largeur - len(rangee)))


def _plan(plan: Plan, nombre: int) -> Iterator[Bande]:
    """Recommendations along the line with their actions; one of many actions has a row of its own."""
    rangee: list[tuple[Groupe, ...]] = []
    for volet in plan.volets:
        hauteurs = [9 + 4.4 * _lignes(action.titre, 38) for action in volet.actions]
        longue = sum(hauteurs) > PLAN_HAUTEUR
        if rangee and (longue or len(rangee) == nombre):
            yield _remplie(rangee, nombre)
            rangee = []
        if longue:
            yield from _longue(volet, hauteurs, nombre)
        else:
            rangee.append((Groupe(volet.numero, volet.titre, volet.actions),))
    if rangee:
        yield _remplie(rangee, nombre)


def _remplie(rangee: Sequence[tuple[Groupe, ...]], nombre: int) -> Bande:
    return Bande(tuple(rangee) + ((),) * (nombre - len(rangee)))


def _longue(volet: Volet, hauteurs: Sequence[float], nombre: int) -> Iterator[Bande]:
    """Its actions down the columns, in their order; so many at a time that no page has to cut them."""
    debut = 0
    while debut < len(hauteurs):
        fin, prise = debut, 0.0
        while fin < len(hauteurs) and (fin == debut or prise + hauteurs[fin] <= nombre * PLAN_HAUTEUR):
            prise += hauteurs[fin]
            fin += 1
        colonnes: list[tuple[Groupe, ...]] = []
        rang = debut
        for part in partager(hauteurs[debut:fin], nombre):
            actions = volet.actions[rang : rang + part]
            colonnes.append((Groupe(volet.numero, "" if rang else volet.titre, actions),) if part else ())
            rang += part
        yield Bande(tuple(colonnes))
        debut = fin


def rubans(texte: str) -> list[tuple[str, ...]]:
    """A long text in strips of three columns, fewer if it is short, of as many lines; it loses no word."""
    lignes = list(_composer(texte))
    colonnes_par = max(1, min(RUBAN_COLONNES, len(lignes) // RUBAN_MIN))
    nombre = ceil(len(lignes) / (colonnes_par * RUBAN_LIGNES)) or 1
    par_colonne = ceil(len(lignes) / (nombre * colonnes_par))
    colonnes: list[str] = []
    debut = 0
    while debut < len(lignes):
        fin = min(debut + par_colonne, len(lignes))
        # A paragraph's last line does not open a column, nor its first line close one.
        if fin < len(lignes) and lignes[fin][1] and not lignes[fin - 1][1]:
            fin += 1
        elif fin - debut > 2 and fin < len(lignes) and lignes[fin - 2][1] and not lignes[fin - 1][1]:
            fin -= 1
        colonnes.append("".join(mots + fin_ for mots, fin_ in lignes[debut:fin]).strip())
        debut = fin
    return [tuple(colonnes[n : n + colonnes_par]) for n in range(0, len(colonnes), colonnes_par)]


def _composer(texte: str) -> Iterator[tuple[str, str]]:
    """About the lines that will be printed, each with what ends its paragraph (empty if it goes on)."""
    for paragraphe in texte.replace("\r\n", "\n").split("\n\n"):
        for numero, vers in enumerate(lignes := paragraphe.split("\n"), start=1):
            fin = "\n\n" if numero == len(lignes) else "\n"
            morceaux = textwrap.wrap(vers, RUBAN_SIGNES, break_long_words=False, break_on_hyphens=False)
            for rang, morceau in enumerate(morceaux, start=1):
                yield (morceau, fin) if rang == len(morceaux) else (f"{morceau} ", "")


def _lignes(texte: str, signes: int) -> int:
    return sum(ceil(len(ligne) / signes) for ligne in texte.split("\n") if ligne)


def _hauteur(indice: Indice) -> float:
    """Of a clue in a column, with its margin."""
    pied = 6 + 4.9 * _lignes(indice.legende, 36) + 3.6 * _lignes(indice.provenance, 47)
    if indice.image:
        photo = COLONNE * indice.hauteur / (indice.largeur or 1)
        return min(photo, 110) + 5.5 * _lignes(indice.texte, 34) + 3.6 + pied
    if indice.valeur:
        return 26 + 4.9 * _lignes(indice.titre, 34) + 5 * _lignes(indice.texte, 36) + pied
    if indice.citation:
        return 6 + 6.8 * _lignes(indice.texte, 24) + pied
    return 6 * _lignes(indice.titre, 24) + 5 * _lignes(indice.texte or indice.description, 38) + pied


def _hauteur_d_un_texte(texte: Texte | Papier) -> float:
    return 12 + 6 * _lignes(texte.titre, 24) + 5 * _lignes(texte.texte, 38)
