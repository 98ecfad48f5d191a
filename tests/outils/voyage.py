"""Driving the test provider, and travelling there and back as a browser would."""

import html
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.outils.fournisseur import CLIENT, SECRET

RACINE = Path(__file__).resolve().parents[2]


@dataclass
class Distant:
    """The provider's process, seen from a test."""

    adresse: str

    def mentir(self, *noms: str, **ajouts: object) -> None:
        """Make the next answers hostile; `ajouts` change what userinfo says."""
        httpx.post(f"{self.adresse}/piege", data={"noms": " ".join(noms), "ajouts": json.dumps(ajouts)})

    def journal(self, chemin: str) -> list[dict[str, Any]]:
        recu = httpx.get(f"{self.adresse}/journal").json()
        return [demande for demande in recu if demande["chemin"] == chemin]

    def reglages(self, **autres: object) -> dict[str, object]:
        return {
            "nom": "ProConnect",
            "emetteur": self.adresse,
            "decouverte": f"{self.adresse}/.well-known/openid-configuration",
            "client": CLIENT,
            "secret": SECRET,
            "portees": "openid given_name usual_name email uid siret",
            "courriel_fiable": False,
        } | autres


@contextmanager
def lancer() -> Iterator[Distant]:
    commande = [sys.executable, "-m", "tests.outils.fournisseur"]
    processus = subprocess.Popen(
        commande, cwd=RACINE, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        yield Distant(processus.stdout.readline().strip())
    finally:
        processus.stdin.close()
        processus.stdout.close()
        processus.wait(10)


def partir(client: Client, **champs: str) -> str:
    """Press the button; return the provider's address that the page leads to."""
    page = client.post(reverse("compte_oidc"), champs)
    assert page.status_code == 200, page.content.decode()
    return destination(page)


def destination(page: HttpResponse) -> str:
    return html.unescape(re.search(r'content="0; url=([^"]+)"', page.content.decode())[1])


def revenir(client: Client, adresse: str) -> HttpResponse:
    """Sign in over there, and follow the way back to us."""
    lieu = httpx.post(adresse)
    assert lieu.status_code == 302, lieu.text
    morceaux = urlsplit(lieu.headers["Location"])
    return client.get(f"{morceaux.path}?{morceaux.query}")


def entrer(client: Client, **champs: str) -> HttpResponse:
    return revenir(client, partir(client, **champs))
