"""Filling in a sheet of the style test as a person would."""

from uuid import UUID

from sonar.calculs import melanger
from sonar.essais import lire_essai
from sonar.forms import LETTRES, PREFIXE
from sonar.models import Question

INITIALES = {"c": "culture_interne", "u": "usages", "h": "hybridation", "s": "solution"}


def lettres(essai: UUID, styles: str) -> dict[str, str]:
    """The letters of a person who picks these styles in order, by their initials: c, u, h or s."""
    return {
        question.cle: LETTRES[melanger(essai, question.cle).index(INITIALES[initiale])]
        for question, initiale in zip(Question.objects.all(), styles, strict=True)
    }


def remplir(jeton: str, styles: str) -> dict[str, str]:
    """The same as the post of the page's form."""
    return {PREFIXE + cle: lettre for cle, lettre in lettres(lire_essai(jeton), styles).items()}
