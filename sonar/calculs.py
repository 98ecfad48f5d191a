"""The rule of the test, the same on screen, on paper and in the API.

One point per answer to the style the chosen option carries; the style or styles with the most
points lead. Several leaders make a *profil mixte*; with six answers over four styles, four
leaders are impossible, so fourteen profiles exist: four pure, six of two, four of three.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from uuid import UUID

from sonar.enums import Style

NOMBRE_DE_QUESTIONS = 6

Comptes = dict[Style, int]


def compter(styles: Iterable[str]) -> Comptes:
    """Count the points of each style, styles in their fixed order, zeros included."""
    comptes: Comptes = dict.fromkeys(Style, 0)
    for style in styles:
        comptes[Style(style)] += 1
    return comptes


def dominants(comptes: Comptes) -> tuple[Style, ...]:
    """The leading style, or the tied ones, in their fixed order."""
    return _au_niveau(comptes, max(comptes.values()))


def discrets(comptes: Comptes) -> tuple[Style, ...]:
    """The least used style, or the tied ones (47 % of uniform sheets tie at the bottom)."""
    return _au_niveau(comptes, min(comptes.values()))


def _au_niveau(comptes: Comptes, niveau: int) -> tuple[Style, ...]:
    return tuple(style for style in Style if comptes[style] == niveau)


def cle_de_profil(styles: Iterable[Style]) -> str:
    """`usages`, or `usages+hybridation` for a mixed profile."""
    choisis = set(styles)
    return "+".join(style for style in Style if style in choisis)


def cles_de_profil() -> tuple[str, ...]:
    """The fourteen keys: one, two or three leading styles."""
    return tuple(cle_de_profil(groupe) for n in (1, 2, 3) for groupe in combinations(Style, n))


def melanger(essai: UUID, question: str) -> tuple[Style, ...]:
    """The order in which this attempt shows the four options of this question.

    A hash rather than a random generator: the same on every machine and version, so that a page
    sent back in error, a reload or another web process shows the same sheet.
    """

    def rang(style: Style) -> bytes:
        return hashlib.sha256(f"{essai}:{question}:{style}".encode()).digest()

    return tuple(sorted(Style, key=rang))


@dataclass(frozen=True)
class Case:
    """One style on one sheet of a history; `ecart` is what moved since the sheet before, if any."""

    style: Style
    points: int
    domine: bool
    ecart: int | None

    @property
    def ecart_signe(self) -> str:
        return f"{self.ecart:+d}".replace("-", "−") if self.ecart else "="


def mouvements(feuilles: Sequence[Comptes]) -> list[tuple[Case, ...]]:
    """Read a history, latest sheet first: one tuple of four cells per sheet."""
    precedentes = [*feuilles[1:], None]
    return [
        tuple(
            Case(
                style=style,
                points=comptes[style],
                domine=style in dominants(comptes),
                ecart=None if avant is None else comptes[style] - avant[style],
            )
            for style in Style
        )
        for comptes, avant in zip(feuilles, precedentes, strict=False)
    ]
