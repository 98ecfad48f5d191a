"""MP4, MOV and M4A are boxes in boxes: the ones that tell title, place or device are blanked in place.
WAV is a row of chunks, treated the same way.

Sizes do not change, so nothing else has to move. What remains is said in `docs/fichiers.md`.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.core.exceptions import ValidationError

ABIME = "Cet enregistrement est abîmé ou incomplet. Choisissez-en un autre, ou enregistrez-le de nouveau."

_BAVARDES = {b"udta", b"meta", b"uuid"}
_CONTENANTS = {b"moov", b"trak", b"mdia"}
# Timed metadata (place along the way, camera telemetry): the track is no longer announced.
_PISTES_BAVARDES = {b"meta", b"mdta", b"camm", b"gpmd"}
_MORCEAUX_BAVARDS = {b"LIST", b"bext", b"iXML", b"id3 ", b"ID3 ", b"_PMX", b"axml"}
_MORCEAU = 1024**2
PROFONDEUR_MAX, BOITES_MAX = 8, 20_000


@dataclass
class Lu:
    """What an inspection found: kinds of tracks (`vide`, `soun`…), seconds, pixels."""

    pistes: set[bytes]
    duree: int | None = None
    largeur: int | None = None
    hauteur: int | None = None


@dataclass(frozen=True)
class _Boite:
    nom: bytes
    debut: int  # of the box
    contenu: int  # of what it holds
    fin: int


def lire(chemin: Path) -> Lu:
    """Walk the boxes; ValidationError unless they tile the file exactly and hold a film."""
    with chemin.open("rb") as flux:
        boites = list(_toutes(flux, 0, chemin.stat().st_size))
        lu = Lu(pistes=set())
        if not any(b.nom == b"moov" for b in boites) or not any(b.nom == b"mdat" for b in boites):
            raise ValidationError(ABIME)
        for boite in boites:
            _relever(flux, boite, lu)
    return lu


def taire(chemin: Path) -> None:
    """Blank, in this copy, the boxes of metadata and the tracks of telemetry."""
    with chemin.open("r+b") as flux:
        taille = chemin.stat().st_size
        for boite in list(_toutes(flux, 0, taille)):
            bavarde = boite.nom in _BAVARDES
            if boite.nom == b"trak":
                genres = {
                    _genre(flux, b) for b in _toutes(flux, boite.contenu, boite.fin) if b.nom == b"hdlr"
                }
                bavarde = bool(genres & _PISTES_BAVARDES)
            if bavarde:
                _blanchir(flux, boite)


def _toutes(flux: BinaryIO, debut: int, fin: int, profondeur: int = 0) -> Iterator[_Boite]:
    """The boxes between two places, then those inside; ValidationError if they do not fit exactly."""
    place, nombre = debut, 0
    while place < fin:
        boite = _une(flux, place, fin)
        nombre += 1
        if nombre > BOITES_MAX or profondeur > PROFONDEUR_MAX:
            raise ValidationError(ABIME)
        yield boite
        if boite.nom in _CONTENANTS:
            yield from _toutes(flux, boite.contenu, boite.fin, profondeur + 1)
        place = boite.fin


def _une(flux: BinaryIO, place: int, fin: int) -> _Boite:
    flux.seek(place)
    entete = flux.read(16)
    if len(entete) < 8:
        raise ValidationError(ABIME)
    taille, nom = struct.unpack(">I4s", entete[:8])
    contenu = place + 8
    if taille == 1 and len(entete) == 16:
        taille, contenu = struct.unpack(">Q", entete[8:])[0], place + 16
    elif taille == 0:
        taille = fin - place
    if taille < contenu - place or place + taille > fin:
        raise ValidationError(ABIME)
    return _Boite(nom, place, contenu, place + taille)


def _genre(flux: BinaryIO, boite: _Boite) -> bytes:
    flux.seek(boite.contenu + 8)
    return flux.read(4)


def _relever(flux: BinaryIO, boite: _Boite, lu: Lu) -> None:
    if boite.nom == b"hdlr":
        lu.pistes.add(_genre(flux, boite))
    elif boite.nom == b"mvhd":
        flux.seek(boite.contenu)
        version = flux.read(1)
        flux.seek(boite.contenu + (20 if version == b"\x01" else 12))
        octets = flux.read(12 if version == b"\x01" else 8)
        if len(octets) in (8, 12):
            echelle, duree = struct.unpack(">IQ" if len(octets) == 12 else ">II", octets)
            lu.duree = round(duree / echelle) if echelle and duree < echelle * 10**6 else None
    elif boite.nom == b"tkhd" and boite.fin - boite.contenu >= 84:
        flux.seek(boite.fin - 8)
        largeur, hauteur = (cote >> 16 for cote in struct.unpack(">II", flux.read(8)))
        if largeur and hauteur:
            lu.largeur, lu.hauteur = largeur, hauteur


def _blanchir(flux: BinaryIO, boite: _Boite) -> None:
    flux.seek(boite.debut + 4)
    flux.write(b"free")
    _vider(flux, boite.contenu, boite.fin)


def taire_wav(chemin: Path) -> None:
    """Blank, in this copy, the chunks of a WAV file that are neither its sound nor its format."""
    with chemin.open("r+b") as flux:
        place, fin = 12, chemin.stat().st_size
        while place + 8 <= fin:
            flux.seek(place)
            nom, taille = struct.unpack("<4sI", flux.read(8))
            suite = place + 8 + taille + taille % 2
            if nom in _MORCEAUX_BAVARDS:
                flux.seek(place)
                flux.write(b"JUNK")
                _vider(flux, place + 8, min(place + 8 + taille, fin))
            place = suite


def _vider(flux: BinaryIO, debut: int, fin: int) -> None:
    flux.seek(debut)
    reste = fin - debut
    while reste > 0:
        reste -= flux.write(bytes(min(_MORCEAU, reste)))
