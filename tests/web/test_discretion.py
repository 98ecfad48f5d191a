"""What the logs say of a request: its page, never its address, which is often the secret itself."""

import io
import json
import logging
from collections.abc import Iterator
from logging.config import DictConfigurator
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from config.journaux import configuration_journaux

pytestmark = pytest.mark.django_db
SECRET = UUID(int=0xC0FFEE)


@pytest.fixture
def journal() -> Iterator[io.StringIO]:
    """What the production's own handler writes of Django's warnings."""
    montage = DictConfigurator(configuration_journaux(format="json", niveau="INFO"))
    for sorte in ("filters", "formatters"):
        for nom, valeur in montage.config[sorte].items():
            montage.config[sorte][nom] = getattr(montage, f"configure_{sorte[:-1]}")(valeur)
    poste = montage.configure_handler(montage.config["handlers"]["console"])
    poste.stream = io.StringIO()
    django = logging.getLogger("django")
    django.addHandler(poste)
    yield poste.stream
    django.removeHandler(poste)


def test_a_form_refused_for_its_csrf_token_leaves_no_secret_address_in_the_logs(journal):
    adresse = reverse("dossiers:invitation", args=[str(SECRET)])
    client = Client(enforce_csrf_checks=True, headers={"referer": f"https://ailleurs.example{adresse}"})
    assert client.post(adresse, secure=True).status_code == 403
    assert str(SECRET) not in journal.getvalue()
    ligne = json.loads(journal.getvalue())
    assert (ligne["name"], ligne["page"]) == ("django.security.csrf", "dossiers:invitation")
    assert ligne["message"].startswith("Forbidden (Referer checking failed - https://ailleurs.example")
    assert ligne["message"].endswith(": dossiers:invitation")


def test_an_address_refused_before_it_is_read_is_not_logged_either(journal):
    adresse = reverse("dossiers:invitation", args=[str(SECRET)])
    assert Client().get(adresse, headers={"host": "pas-le-notre.example"}).status_code == 400
    assert str(SECRET) not in journal.getvalue()
    assert "pas-le-notre.example" in journal.getvalue()
