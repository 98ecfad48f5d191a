"""What a room's sheets say together. Pure functions.

**Weight.** Each sheet weighs one, shared equally between its leading styles: a mixed profile of two gives a
half to each. The share of a style is its weight over the number of sheets.

**Situation**, the first that holds:

| situation | when |
|---|---|
| small group | fewer than `SEUIL` sheets |
| homogeneous | one style weighs 60 % or more |
| two camps | two styles weigh 30 % or more each, 75 % or more together |
| one style is missing | a style weighs less than 5 % |
| even spread | otherwise |

**What may be shown.** Under `SEUIL` sheets, no distribution at all. From there on the counts of leading
styles, which the group comes to learn, are shown as they are. An answer to one question is finer: a count
under `SEUIL_PAR_QUESTION` is withheld, and another where the total would give it away (`effectifs.proteger`).
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from communs.web.effectifs import K, proteger
from sonar import calculs
from sonar.enums import Style
from sonar.seances.enums import Situation

SEUIL = K  # sheets
SEUIL_PAR_QUESTION = 3  # people
HOMOGENE, CAMP, DEUX_CAMPS, ABSENT = Fraction(60, 100), Fraction(30, 100), Fraction(75, 100), Fraction(5, 100)

Poids = dict[Style, Fraction]


@dataclass(frozen=True)
class Groupe:
    """The counts of a room; nobody is in it."""

    personnes: int  # who came in
    papier: int  # sheets typed from paper, among all
    profils: Mapping[str, int]  # key of a profile → sheets
    points: Mapping[str, int]  # style → answers, all questions together
    questions: Mapping[str, Mapping[str, int]]  # question → style → answers

    @property
    def feuilles(self) -> int:
        return sum(self.profils.values())

    @property
    def se_montre(self) -> bool:
        return self.feuilles >= SEUIL

    @property
    def situation(self) -> Situation:
        return situation(self.profils)

    def en_donnees(self) -> dict[str, Any]:
        """As it is stored."""
        return {
            "personnes": self.personnes,
            "papier": self.papier,
            "profils": dict(self.profils),
            "points": dict(self.points),
            "questions": {cle: dict(nombres) for cle, nombres in self.questions.items()},
        }


def rassembler(feuilles: Iterable[Mapping[str, str]], *, personnes: int, papier: int) -> Groupe:
    """Count sheets, each question → style."""
    profils: Counter[str] = Counter()
    points: Counter[str] = Counter()
    questions: dict[str, Counter[str]] = {}
    for feuille in feuilles:
        comptes = calculs.compter(feuille.values())
        profils[calculs.cle_de_profil(calculs.dominants(comptes))] += 1
        for question, style in feuille.items():
            points[style] += 1
            questions.setdefault(question, Counter())[style] += 1
    return Groupe(personnes, papier, profils, points, questions)


def peser(profils: Mapping[str, int]) -> Poids:
    """The share of each style among the sheets; zeros without sheets."""
    poids = dict.fromkeys(Style, Fraction(0))
    total = sum(profils.values())
    for cle, nombre in profils.items():
        styles = cle.split("+")
        for style in styles:
            poids[Style(style)] += Fraction(nombre, total * len(styles))
    return poids


def situation(profils: Mapping[str, int]) -> Situation:
    """What the group looks like: see the table above."""
    if sum(profils.values()) < SEUIL:
        return Situation.PETIT
    parts = sorted(peser(profils).values(), reverse=True)
    if parts[0] >= HOMOGENE:
        return Situation.HOMOGENE
    if parts[1] >= CAMP and parts[0] + parts[1] >= DEUX_CAMPS:
        return Situation.DEUX_CAMPS
    if parts[-1] < ABSENT:
        return Situation.ABSENT
    return Situation.REPARTI


def en_tete(poids: Poids) -> tuple[Style, ...]:
    """The style that weighs most, or the tied ones."""
    return tuple(style for style in Style if poids[style] == max(poids.values()))


def en_retrait(poids: Poids) -> tuple[Style, ...]:
    """The style that weighs least, or the tied ones; none when all weigh the same."""
    moindre = min(poids.values())
    if moindre == max(poids.values()):
        return ()
    return tuple(style for style in Style if poids[style] == moindre)


def montrer_la_question(nombres: Mapping[str, int], ordre: Sequence[int]) -> dict[Style, int | None]:
    """The answers to one question, small counts withheld; `ordre` is one that no reader knows."""
    par_style = [nombres.get(style, 0) for style in Style]
    return dict(zip(Style, proteger(par_style, ordre, SEUIL_PAR_QUESTION), strict=True))
