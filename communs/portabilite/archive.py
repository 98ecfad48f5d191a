"""The archive of a person's data: one JSON file per domain, their own files, a page that explains.

Rows are written as they are read, into a file on the disk: an account may have any number of them.
"""

import json
import re
import shutil
import tempfile
import unicodedata
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.files.storage import default_storage
from django.core.serializers.json import DjangoJSONEncoder
from django.template.loader import render_to_string
from django.utils import timezone

from communs.collectivites.models import Compte
from communs.livrets.gabarits import Avancer
from communs.web.rgpd import Domaine, Ligne, domaines

DOSSIER = "fichiers"
LONGUEUR_MAX = 100
FEUILLES = ("jetons.css", "lisezmoi.css")  # of the page that explains
# Names that Windows keeps for itself, whatever the extension.
RESERVES = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\.|$)")


@dataclass(frozen=True)
class Fichier:
    """One file of the archive, as the explaining page lists it."""

    nom: str
    domaine: Domaine
    genre: str  # "donnees", or "piece" for a file of the person's own
    lignes: int = 0


def assembler(compte: Compte, avancer: Avancer) -> tuple[IO[bytes], int]:
    """Write the archive of `compte` in a temporary file; return it open, and how many files it holds."""
    with ExitStack() as pile:
        flux = pile.enter_context(tempfile.TemporaryFile())
        fichiers: list[Fichier] = []
        pris: set[str] = set()
        with ZipFile(flux, "w", ZIP_DEFLATED) as archive:
            tous = domaines()
            for rang, domaine in enumerate(tous):
                nom = f"{domaine.cle}.json"
                if sections := list(domaine.exporter(compte)):
                    lignes = _ecrire_json(archive, nom, sections)
                    fichiers.append(Fichier(nom, domaine, "donnees", lignes))
                fichiers += _joindre(archive, domaine, compte, pris)
                avancer(5 + 85 * (rang + 1) // len(tous))
            _expliquer(archive, compte, fichiers)
            nombre = len(archive.namelist())
        pile.pop_all()  # whoever called closes it
    return flux, nombre


def _ecrire_json(archive: ZipFile, nom: str, sections: Iterable[tuple[str, Iterable[Ligne]]]) -> int:
    """Write `{"section": [rows]}` row by row; return how many rows."""
    total = 0
    with archive.open(nom, "w", force_zip64=True) as sortie:
        sortie.write(b"{")
        for rang, (section, lignes) in enumerate(sections):
            sortie.write(f"{',' if rang else ''}\n  {json.dumps(section, ensure_ascii=False)}: [".encode())
            for numero, ligne in enumerate(lignes):
                texte = json.dumps(dict(ligne), cls=DjangoJSONEncoder, ensure_ascii=False)
                sortie.write(f"{',' if numero else ''}\n    {texte}".encode())
                total += 1
            sortie.write(b"\n  ]")
        sortie.write(b"\n}\n")
    return total


def _joindre(archive: ZipFile, domaine: Domaine, compte: Compte, pris: set[str]) -> list[Fichier]:
    """Copy the person's own files, under names that no system refuses."""
    joints = []
    for piece in domaine.pieces(compte):
        try:
            source = default_storage.open(piece.fichier)
        except FileNotFoundError:  # expired meanwhile
            continue
        nom = f"{DOSSIER}/{nom_sur(piece.nom, pris)}"
        with source, archive.open(nom, "w", force_zip64=True) as sortie:
            shutil.copyfileobj(source, sortie)
        joints.append(Fichier(nom, domaine, "piece"))
    return joints


def nom_sur(nom: str, pris: set[str]) -> str:
    """A name that stays in its folder and opens everywhere, unlike those in `pris`, which it joins."""
    propre = unicodedata.normalize("NFC", nom.replace("\\", "/").rsplit("/", 1)[-1])
    propre = re.sub(r"[^\w .()’-]", "-", propre).strip(" .-") or "fichier"
    if RESERVES.match(propre):
        propre = f"_{propre}"
    souche, point, extension = propre.rpartition(".")
    if not point or len(extension) > 8:
        souche, extension = propre, ""
    souche, suffixe = souche[: LONGUEUR_MAX - 10], f".{extension}" if extension else ""
    candidat, rang = souche + suffixe, 1
    while candidat.casefold() in pris:
        rang += 1
        candidat = f"{souche}-{rang}{suffixe}"
    pris.add(candidat.casefold())
    return candidat


def _expliquer(archive: ZipFile, compte: Compte, fichiers: list[Fichier]) -> None:
    contexte = {
        "compte": compte,
        "fichiers": fichiers,
        "absences": [t for d in domaines() for t in d.traces if t.absence],
        "date": timezone.localtime(),
        "adresse": settings.VIGIE_ADRESSE,
        "contact": settings.VIGIE_EDITEUR["contact"],
    }
    archive.writestr("LISEZMOI.html", render_to_string("portabilite/lisezmoi.html", contexte))
    for feuille in FEUILLES:
        archive.writestr(f"presentation/{feuille}", Path(str(finders.find(f"css/{feuille}"))).read_bytes())
