"""The allow-list: every format that is taken, recognised by its content. What is not here is refused."""

from dataclasses import dataclass
from pathlib import PurePath

import magic
from django.core.exceptions import ValidationError

from communs.fichiers.calculs import nettoyer_nom
from communs.fichiers.enums import TypeFichier
from communs.web.typographie import GO, KO, MO, taille

TETE = 64 * KO  # bytes that suffice to recognise a format

TAILLES_MAX = {
    TypeFichier.IMAGE: 30 * MO,
    TypeFichier.SON: 300 * MO,
    TypeFichier.VIDEO: GO,
    TypeFichier.DOCUMENT: 50 * MO,
    TypeFichier.TABLEUR: 20 * MO,
    TypeFichier.TEXTE: 5 * MO,
}


@dataclass(frozen=True)
class Format:
    """One format: the first extension is the one a stored file bears."""

    mime: str
    type: TypeFichier
    extensions: tuple[str, ...]


JPEG = Format("image/jpeg", TypeFichier.IMAGE, (".jpg", ".jpeg"))
PNG = Format("image/png", TypeFichier.IMAGE, (".png",))
GIF = Format("image/gif", TypeFichier.IMAGE, (".gif",))
WEBP = Format("image/webp", TypeFichier.IMAGE, (".webp",))
HEIC = Format("image/heic", TypeFichier.IMAGE, (".heic", ".heif"))
MP3 = Format("audio/mpeg", TypeFichier.SON, (".mp3",))
M4A = Format("audio/mp4", TypeFichier.SON, (".m4a",))
OGG = Format("audio/ogg", TypeFichier.SON, (".ogg", ".oga", ".opus"))
WAV = Format("audio/wav", TypeFichier.SON, (".wav",))
WEBM = Format("video/webm", TypeFichier.VIDEO, (".webm",))
MP4 = Format("video/mp4", TypeFichier.VIDEO, (".mp4", ".m4v"))
MOV = Format("video/quicktime", TypeFichier.VIDEO, (".mov",))
PDF = Format("application/pdf", TypeFichier.DOCUMENT, (".pdf",))
ODT = Format("application/vnd.oasis.opendocument.text", TypeFichier.DOCUMENT, (".odt",))
ODP = Format("application/vnd.oasis.opendocument.presentation", TypeFichier.DOCUMENT, (".odp",))
ODS = Format("application/vnd.oasis.opendocument.spreadsheet", TypeFichier.TABLEUR, (".ods",))
_OOXML = "application/vnd.openxmlformats-officedocument."
DOCX = Format(_OOXML + "wordprocessingml.document", TypeFichier.DOCUMENT, (".docx",))
PPTX = Format(_OOXML + "presentationml.presentation", TypeFichier.DOCUMENT, (".pptx",))
XLSX = Format(_OOXML + "spreadsheetml.sheet", TypeFichier.TABLEUR, (".xlsx",))
TXT = Format("text/plain", TypeFichier.TEXTE, (".txt", ".md"))
CSV = Format("text/csv", TypeFichier.TEXTE, (".csv",))

FORMATS = (
    *(JPEG, PNG, GIF, WEBP, HEIC, MP3, M4A, OGG, WAV, WEBM, MP4, MOV),
    *(PDF, ODT, ODP, ODS, DOCX, PPTX, XLSX, TXT, CSV),
)
EN_ZIP = (ODT, ODP, ODS, DOCX, PPTX, XLSX)
EN_BOITES = (M4A, MP4, MOV)  # ISO base media files

# What libmagic says, where it differs from our own name.
_DITS = {f.mime: f for f in FORMATS if f not in (TXT, CSV)} | {
    "image/heif": HEIC,
    "audio/x-m4a": M4A,
    "audio/x-wav": WAV,
    "video/x-m4v": MP4,
    "application/ogg": OGG,
}
# Text that a browser or a machine would run rather than show.
_TEXTES_ACTIFS = ("html", "xml", "svg", "script", "php", "python", "perl", "ruby", "msdos", "asm")
_BALISES = (b"<!doctype", b"<html", b"<script", b"<svg", b"<?xml", b"<?php", b"#!")

INCONNU = (
    "Ce type de fichier n’est pas accepté. Sont acceptés : les photos (JPEG, PNG, WebP, HEIC, GIF), les sons "
    "(MP3, M4A, OGG, WAV), les vidéos (MP4, MOV, WebM), les documents (PDF, ODT, DOCX, ODP, PPTX), les "
    "tableurs (ODS, XLSX) et le texte (TXT, CSV)."
)
VIEUX = "Ce fichier est dans un ancien format de bureautique. Enregistrez-le en ODT, ODS, DOCX ou XLSX."
VIDE = "Ce fichier est vide."


def accept(types: tuple[TypeFichier, ...]) -> str:
    """The `accept` attribute of a file field that takes these kinds."""
    return ",".join(e for f in FORMATS if f.type in types for e in f.extensions)


def exiger_taille(octets: int, type: TypeFichier) -> None:
    """Raise ValidationError for nothing at all, or for more than this kind of file may weigh."""
    if octets <= 0:
        raise ValidationError(VIDE)
    if octets > TAILLES_MAX[type]:
        limite = taille(TAILLES_MAX[type])
        raise ValidationError(
            f"Ce fichier pèse {taille(octets)} : la limite est de {limite} "
            f"({type.label.lower()}). Raccourcissez-le ou compressez-le, puis recommencez."
        )


def nommer(nom: str, format: Format) -> str:
    """A clean name that keeps an extension of its format (`.md`, `.jpeg`), else takes the format's own."""
    fin = PurePath(nom.lower()).suffix
    return nettoyer_nom(nom, fin if fin in format.extensions else format.extensions[0])


def annoncer(nom: str, octets: int) -> Format:
    """Before any byte is sent: the format that the name promises; ValidationError if it can't be taken."""
    extension = PurePath(nom.lower()).suffix
    promis = next((f for f in FORMATS if extension in f.extensions), None)
    if promis is None:
        raise ValidationError(VIEUX if extension in {".doc", ".xls", ".ppt"} else INCONNU)
    exiger_taille(octets, promis.type)
    return promis


def reconnaitre(tete: bytes, nom: str) -> Format:
    """The format of a file by its first bytes (`TETE` of them); the name only tells TXT from CSV.

    Raise ValidationError for what is not on the list.
    """
    if not tete:
        raise ValidationError(VIDE)
    dit = magic.from_buffer(tete, mime=True)
    if dit in _DITS:
        return _DITS[dit]
    if dit in {
        "application/x-ole-storage",
        "application/msword",
        "application/vnd.ms-excel",
        "application/CDFV2",
    }:
        raise ValidationError(VIEUX)
    if dit == "application/zip" or tete.startswith(b"PK\x03\x04"):
        return _bureautique(tete, nom)
    if dit.startswith("audio/mpeg") or (
        tete[:3] == b"ID3" and dit in {"application/octet-stream", "audio/x-mp3"}
    ):
        return MP3
    if _est_du_texte(tete, dit):
        return CSV if PurePath(nom.lower()).suffix == ".csv" else TXT
    raise ValidationError(INCONNU)


def _bureautique(tete: bytes, nom: str) -> Format:
    """Office files that libmagic calls a ZIP; `archives.inspecter` then reads what they really are."""
    promis = next((f for f in EN_ZIP if PurePath(nom.lower()).suffix in f.extensions), None)
    if promis is None or not tete.startswith(b"PK\x03\x04"):
        raise ValidationError(INCONNU)
    return promis


def _est_du_texte(tete: bytes, dit: str) -> bool:
    debut = tete.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if debut.startswith(_BALISES) or any(mot in dit for mot in _TEXTES_ACTIFS):
        return False
    controle = set(tete) & (set(range(32)) - {9, 10, 12, 13})
    return (dit.startswith("text/") or dit in {"application/csv", "application/json"}) and not controle
