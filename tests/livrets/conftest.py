"""Booklets are written to real files, in a folder that a worker of the test shares."""

import uuid
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from communs.livrets import services
from communs.livrets.models import Livret
from sonar.models import Tentative


@pytest.fixture
def medias(settings, tmp_path) -> Path:
    settings.MEDIA_ROOT = str(tmp_path / "media")
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    }
    return tmp_path / "media"


@pytest.fixture
def demander(client: Client) -> Callable[[Tentative], Livret]:
    """The post of the button « Faire mon carnet »."""

    def _demander(tentative: Tentative) -> Livret:
        response = client.post(reverse("sonar:carnet", args=[tentative.uuid]))
        assert response.status_code == 302, response.content.decode()
        return Livret.objects.get(uuid=uuid.UUID(response["Location"].split("/")[2]))

    return _demander


@pytest.fixture
def tirages(monkeypatch) -> list[str]:
    """Every printing that takes place in this process: the fingerprint of each."""
    faits: list[str] = []
    vrai = services.imprimer

    def imprimer(page, avancer):
        faits.append(page.empreinte)
        return vrai(page, avancer)

    monkeypatch.setattr(services, "imprimer", imprimer)
    return faits
