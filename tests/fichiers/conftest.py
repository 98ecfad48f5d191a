"""Files are written to real folders, which a worker of the test shares."""

import base64
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from communs.collectivites.identite import Identite
from communs.collectivites.models import Collectivite, Compte
from communs.fichiers import preparation, services
from communs.fichiers.models import Fichier

TUS = {"HTTP_TUS_RESUMABLE": "1.0.0"}
FLUX = "application/offset+octet-stream"


@pytest.fixture(autouse=True)
def medias(settings, tmp_path) -> Path:
    settings.MEDIA_ROOT = str(tmp_path / "media")
    settings.VIGIE_TELEVERSEMENTS = tmp_path / "televersements"
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    }
    settings.ROOT_URLCONF = "tests.fichiers.essai.urls"
    return tmp_path / "media"


@pytest.fixture
def atelier(settings) -> Path:
    return settings.VIGIE_TELEVERSEMENTS


@pytest.fixture
def recevoir(membre: Compte, collectivite: Collectivite) -> Callable[..., Fichier]:
    """`recevoir("photo.jpg", octets)`: Bachir posts a file with a form."""

    def _recevoir(nom: str, octets: bytes, par: Compte | None = None) -> Fichier:
        return services.recevoir(
            identite=Identite(par or membre),
            collectivite=collectivite,
            fichier_django=SimpleUploadedFile(nom, octets),
        )

    return _recevoir


@pytest.fixture
def preparer(recevoir) -> Callable[..., Fichier]:
    """The same, once a worker has been through it."""

    def _preparer(nom: str, octets: bytes) -> Fichier:
        fichier = recevoir(nom, octets)
        preparation.traiter(fichier.pk)
        fichier.refresh_from_db()
        return fichier

    return _preparer


class Envoi:
    """A tus client: what a script says, word for word."""

    def __init__(self, client: Client, billet: str) -> None:
        self.client, self.billet, self.adresse = client, billet, ""

    def annoncer(self, nom: str, taille: int):
        mots = {"filename": nom, "billet": self.billet}
        donnees = ",".join(f"{c} {base64.b64encode(v.encode()).decode()}" for c, v in mots.items())
        reponse = self.client.post(
            reverse("fichiers:televersements"),
            **TUS,
            HTTP_UPLOAD_LENGTH=str(taille),
            HTTP_UPLOAD_METADATA=donnees,
        )
        self.adresse = reponse.get("Location", "")
        return reponse

    def pousser(self, a: int, octets: bytes, **entetes: str):
        return self.client.patch(
            self.adresse, octets, content_type=FLUX, **TUS, HTTP_UPLOAD_OFFSET=str(a), **entetes
        )

    def situer(self):
        return self.client.head(self.adresse, **TUS)

    def annuler(self):
        return self.client.delete(self.adresse, **TUS)


@pytest.fixture
def envoi(client_de, membre, collectivite) -> Envoi:
    """Bachir's upload, with the ticket that his form holds."""
    billet = services.delivrer_billet(identite=Identite(membre), collectivite=collectivite)
    return Envoi(client_de(membre), billet)
