"""What a received file really is, and what is made of it: read by a worker, one function per family.

`preparer` raises ValidationError with the French reason of a refusal; the original is then not kept.
"""

import hashlib
import shutil
import zipfile
from dataclasses import dataclass
from pathlib import Path

import mutagen
from django.core.exceptions import ValidationError

from communs.fichiers import archives, boites, images
from communs.fichiers.archives import CACHE
from communs.fichiers.enums import TypeFichier
from communs.fichiers.formats import (
    EN_BOITES,
    EN_ZIP,
    GIF,
    INCONNU,
    M4A,
    MP3,
    MP4,
    OGG,
    PDF,
    PNG,
    TETE,
    WAV,
    WEBP,
    Format,
    exiger_taille,
    reconnaitre,
)

_QUEUE = 64 * 1024
_BALISES = (b"<script", b"<html", b"<!doctype html", b"<?php", b"<svg")


@dataclass
class Prepare:
    """The outcome: `original` is None when the file received is kept as it is."""

    format: Format
    original: Path | None = None
    apercu: Path | None = None
    vignette: Path | None = None
    largeur: int | None = None
    hauteur: int | None = None
    duree: int | None = None


def preparer(source: Path, nom: str, dossier: Path) -> Prepare:
    """Inspect `source`, write what is made of it in `dossier`; `source` itself is never changed."""
    with source.open("rb") as flux:
        tete = flux.read(TETE)
    taille = source.stat().st_size
    format = reconnaitre(tete, nom)
    exiger_taille(taille, format.type)
    if format in EN_ZIP:
        format = archives.inspecter(source)
        exiger_taille(taille, format.type)
        return Prepare(format)
    if format.type is TypeFichier.TEXTE:
        _texte(source)
        return Prepare(format)
    _rien_d_autre(source, format, tete, taille)
    if format.type is TypeFichier.IMAGE:
        tirages = images.tirer(source, dossier)
        return Prepare(
            tirages.format,
            tirages.original,
            tirages.apercu,
            tirages.vignette,
            largeur=tirages.largeur,
            hauteur=tirages.hauteur,
        )
    if format in EN_BOITES:
        return _film(source, dossier, format)
    if format in (MP3, OGG, WAV):
        return _son(source, dossier, format)
    return Prepare(format)


def empreinte(chemin: Path) -> str:
    with chemin.open("rb") as flux:
        return hashlib.file_digest(flux, "sha256").hexdigest()


def _texte(source: Path) -> None:
    octets = source.read_bytes()
    try:
        octets.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            octets.decode("cp1252")
        except UnicodeDecodeError as erreur:
            raise ValidationError(INCONNU) from erreur
    if set(octets) & (set(range(32)) - {9, 10, 12, 13}):
        raise ValidationError(INCONNU)


def _rien_d_autre(source: Path, format: Format, tete: bytes, taille: int) -> None:
    """Refuse a file that is also something else: a ZIP at its end, a page at its start, data past its end."""
    with source.open("rb") as flux:
        flux.seek(max(taille - _QUEUE, 0))
        queue = flux.read()
    if zipfile.is_zipfile(source) or (b"%PDF-" in tete[:1024]) != (format is PDF):
        raise ValidationError(CACHE)
    if format is PDF:
        fin = queue.rfind(b"%%EOF")
        if not tete.startswith(b"%PDF-") or fin < 0 or queue[fin + 5 :].strip(b"\r\n\t \x00"):
            raise ValidationError(CACHE)
        return
    if any(balise in bout.lower() for balise in _BALISES for bout in (tete[:1024], queue)):
        raise ValidationError(CACHE)
    if _fin_declaree(source, format, taille) < taille:
        raise ValidationError(CACHE)


def _fin_declaree(source: Path, format: Format, taille: int) -> int:
    """Where the format itself says that the file ends; its size where it does not say.

    JPEG does not: phones add a second picture or a short film, which writing again leaves out.
    """
    with source.open("rb") as flux:
        if format in (WEBP, WAV):
            flux.seek(4)
            return int.from_bytes(flux.read(4), "little") + 9  # an odd byte of padding is allowed
        if format in (PNG, GIF):
            flux.seek(max(taille - 64, 0))
            fin = b"IEND\xae\x42\x60\x82" if format is PNG else b"\x00;"
            bout = flux.read()
            place = bout.rfind(fin)
            return taille if place >= 0 and not bout[place + len(fin) :].strip(b"\x00\r\n") else 0
    return taille


def _film(source: Path, dossier: Path, format: Format) -> Prepare:
    lu = boites.lire(source)
    if b"vide" in lu.pistes:
        format = MP4 if format is M4A else format
    elif b"soun" in lu.pistes:
        format = M4A
    else:
        raise ValidationError(boites.ABIME)
    copie = dossier / f"original{format.extensions[0]}"
    shutil.copyfile(source, copie)
    boites.taire(copie)
    return Prepare(format, copie, largeur=lu.largeur, hauteur=lu.hauteur, duree=lu.duree)


def _son(source: Path, dossier: Path, format: Format) -> Prepare:
    copie = dossier / f"original{format.extensions[0]}"
    shutil.copyfile(source, copie)
    try:
        son = mutagen.File(copie)
        if son is None or not son.info.length:
            raise ValidationError(boites.ABIME)
        duree = round(son.info.length)
        if format is WAV:
            boites.taire_wav(copie)
        else:
            son.delete()
    except mutagen.MutagenError as erreur:
        raise ValidationError(boites.ABIME) from erreur
    return Prepare(format, copie, duree=duree)
