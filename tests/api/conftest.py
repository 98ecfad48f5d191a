from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from sonar.essais import lire_essai
from tests.outils.feuilles import lettres


@pytest.fixture
def prendre(client: Client, contenu: None) -> Callable[[], dict[str, Any]]:
    """Ask for a blank sheet, as a program does."""
    return lambda: client.get(reverse("api_sonar:questionnaire")).json()


@pytest.fixture
def envoyer(client: Client) -> Callable[..., HttpResponse]:
    """`envoyer(feuille, reponses)`: hand answers in; `reponses` may be the initials of six styles."""

    def _envoyer(feuille: dict[str, Any], reponses: Any, par: Client | None = None) -> HttpResponse:
        if isinstance(reponses, str):
            reponses = lettres(lire_essai(feuille["feuille"]), reponses)
        return (par or client).post(feuille["remise"], {"reponses": reponses}, "application/json")

    return _envoyer
