"""The test on paper: the printed order of the options.

A sheet of paper cannot be shuffled for each reader. Its order is fixed, the same on every copy, and
balanced: over four questions each style stands once at each place and once before each other style.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from sonar.enums import Style
from sonar.models import Question

# A balanced Latin square (Williams, 1949); the questions that follow start it again.
_CARRE = ((0, 1, 3, 2), (1, 2, 0, 3), (2, 3, 1, 0), (3, 0, 2, 1))


@dataclass(frozen=True)
class Case:
    """One box to tick and the sign printed beside it."""

    style: Style
    texte: str


@dataclass(frozen=True)
class Cases:
    """One printed question."""

    question: Question
    cases: tuple[Case, ...]


def ordre(numero: int) -> tuple[Style, ...]:
    """The printed order of the four options of question `numero`, from 1."""
    styles = tuple(Style)
    return tuple(styles[rang] for rang in _CARRE[(numero - 1) % len(_CARRE)])


def feuille(questions: Iterable[Question]) -> tuple[Cases, ...]:
    """The printed sheet; an option missing from the content leaves no empty box."""
    return tuple(
        Cases(
            question, tuple(Case(style, textes[style]) for style in ordre(question.numero) if style in textes)
        )
        for question in questions
        for textes in [{Style(option.style): option.texte for option in question.options.all()}]
    )
