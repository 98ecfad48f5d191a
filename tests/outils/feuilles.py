"""Filling in a sheet of the style test as a person would."""

from sonar.calculs import melanger
from sonar.essais import lire_essai
from sonar.forms import LETTRES, PREFIXE
from sonar.models import Question


def remplir(jeton: str, styles: str) -> dict[str, str]:
    """The post of a person who picks these styles in order, by their initials: c, u, h or s."""
    initiales = {"c": "culture_interne", "u": "usages", "h": "hybridation", "s": "solution"}
    essai = lire_essai(jeton)
    return {
        PREFIXE + question.cle: LETTRES[melanger(essai, question.cle).index(initiales[initiale])]
        for question, initiale in zip(Question.objects.all(), styles, strict=True)
    }
