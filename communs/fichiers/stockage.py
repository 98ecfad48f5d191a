"""Writing and reading stored files: whole or not at all, under names that mean nothing.

Django's default storage: a local folder, or another by settings. Files are never changed once written.
"""

import shutil
import tempfile
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.files.storage import default_storage

DOSSIER = "fichiers"
PLACE = (
    "Le serveur n’a plus de place pour ce fichier : rien n’a été enregistré. Prévenez la personne qui "
    "administre la plateforme, puis recommencez."
)


class _Mobile(File):
    """A file of ours on disk, which a local storage moves instead of copying."""

    def __init__(self, chemin: Path) -> None:
        self._chemin = chemin
        super().__init__(chemin.open("rb"), name=chemin.name)

    def temporary_file_path(self) -> str:
        return str(self._chemin)


def atelier() -> Path:
    """The folder of uploads under way and of work in progress, shared by web servers of one machine."""
    dossier = Path(settings.VIGIE_TELEVERSEMENTS)
    dossier.mkdir(parents=True, exist_ok=True)
    return dossier


def ecrire(contenu: File, extension: str) -> str:
    """Store this content whole under a random name and return the name; OSError leaves nothing behind."""
    nom = f"{DOSSIER}/{uuid.uuid4().hex}{extension}"
    try:
        return default_storage.save(nom, contenu)
    except OSError:
        default_storage.delete(nom)  # what a full disk let through
        raise


def ranger(chemin: Path, extension: str) -> str:
    """Store a local file, which is moved away; return the name it was given."""
    with _Mobile(chemin) as contenu:
        nom = ecrire(contenu, extension)
    chemin.unlink(missing_ok=True)
    return nom


def jeter(noms: Iterable[str]) -> None:
    """Delete stored files; those that are gone already do no harm."""
    for nom in noms:
        default_storage.delete(nom)


def effacer(reste: Path) -> None:
    """Delete a file or a folder of the workshop; harmless if it is gone."""
    if reste.is_dir():
        shutil.rmtree(reste, ignore_errors=True)
    else:
        reste.unlink(missing_ok=True)


@contextmanager
def en_local(nom: str) -> Iterator[Path]:
    """A local path to read this stored file; never write to it. FileNotFoundError if it is gone."""
    try:
        chemin = Path(default_storage.path(nom))
    except NotImplementedError:  # a storage that is not a folder
        with tempfile.NamedTemporaryFile(dir=atelier()) as copie, default_storage.open(nom) as source:
            shutil.copyfileobj(source, copie, 1024**2)
            copie.flush()
            yield Path(copie.name)
        return
    if not chemin.is_file():
        raise FileNotFoundError(nom)
    yield chemin


@contextmanager
def brouillons() -> Iterator[Path]:
    """A folder for the files being made, on the same disk as what they will become."""
    with tempfile.TemporaryDirectory(dir=atelier(), prefix="preparation-") as dossier:
        yield Path(dossier)


def plein() -> ValidationError:
    """The refusal of a full disk."""
    return ValidationError(PLACE, code="place")
