from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from sonar.calculs import melanger
from sonar.essais import lire_essai, nouvel_essai
from sonar.forms import LETTRES, PREFIXE
from sonar.models import Question, Tentative


def remplir(jeton: str, styles: str) -> dict[str, str]:
    """The post of a person who picks these styles in order, by their initials: c, u, h or s."""
    initiales = {"c": "culture_interne", "u": "usages", "h": "hybridation", "s": "solution"}
    essai = lire_essai(jeton)
    return {
        PREFIXE + question.cle: LETTRES[melanger(essai, question.cle).index(initiales[initiale])]
        for question, initiale in zip(Question.objects.all(), styles, strict=True)
    }


@pytest.fixture
def remettre(client: Client, contenu: None) -> Callable[..., Tentative]:
    """`remettre("uuuuss")` hands in a sheet and returns it."""

    def _remettre(styles: str, par: Client | None = None) -> Tentative:
        jeton = nouvel_essai()
        response: HttpResponse = (par or client).post(
            reverse("sonar:feuille", args=[jeton]), remplir(jeton, styles)
        )
        assert response.status_code == 302, response.content.decode()
        return Tentative.objects.get(essai=lire_essai(jeton))

    return _remettre
