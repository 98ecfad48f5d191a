"""Office files: really what they say, no macro, no bomb, nothing before or after."""

import io
import re
import zipfile
import zlib
from pathlib import Path

from django.core.exceptions import ValidationError

from communs.fichiers.formats import DOCX, INCONNU, ODP, ODS, ODT, PPTX, XLSX, Format

ENTREES_MAX = 5_000
DEPLIE_MAX = 300 * 1024**2  # bytes, once unfolded
RAPPORT_MAX = 200  # unfolded over folded, looked at past `RAPPORT_DES`
RAPPORT_DES = 5 * 1024**2
_MORCEAU = 256 * 1024

ABIME = "Ce document est abîmé ou incomplet. Ouvrez-le, enregistrez-le de nouveau, puis recommencez."
BOMBE = "Ce document prendrait une place démesurée une fois ouvert : il n’est pas accepté."
MACROS = (
    "Ce document contient des macros. Enregistrez-le sans macros (ODT, ODS, DOCX, XLSX), puis recommencez."
)
CACHE = "Ce fichier contient autre chose que ce qu’il annonce : il n’est pas accepté."

_OPENDOCUMENT = {f.mime.encode(): f for f in (ODT, ODS, ODP)}
_OOXML = {
    b"wordprocessingml.document.main": DOCX,
    b"spreadsheetml.sheet.main": XLSX,
    b"presentationml.": PPTX,
}
_DE_MACRO = re.compile(
    r"(^|/)(vbaproject|vbadata)|(^|/)activex/|^(basic|scripts)/.+\.(xba|xlb|xml|py|js|bsh)$", re.I
)


def inspecter(chemin: Path) -> Format:
    """Unfold the whole archive within bounds; return its office format, or raise ValidationError."""
    try:
        with zipfile.ZipFile(chemin) as archive:
            _entiere(archive, chemin)
            _bornee(archive)
            format = _format(archive)
            for entree in archive.infolist():
                _lire(archive, entree)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        RuntimeError,
        UnicodeError,
    ) as erreur:
        raise ValidationError(ABIME) from erreur
    return format


def _entiere(archive: zipfile.ZipFile, chemin: Path) -> None:
    """The archive is the file: it begins at the first byte and its directory ends at the last."""
    premiere = min((e.header_offset for e in archive.infolist()), default=-1)
    with chemin.open("rb") as flux:
        flux.seek(-22, io.SEEK_END)
        fin = flux.read(22)
    if premiere != 0 or archive.comment or not fin.startswith(b"PK\x05\x06"):
        raise ValidationError(CACHE)


def _bornee(archive: zipfile.ZipFile) -> None:
    entrees = archive.infolist()
    noms = [e.filename for e in entrees]
    if len(entrees) > ENTREES_MAX:
        raise ValidationError(BOMBE)
    if len(set(noms)) != len(noms) or any(n.startswith("/") or ".." in n.split("/") for n in noms):
        raise ValidationError(CACHE)
    if any(e.flag_bits & 1 for e in entrees):
        raise ValidationError("Ce document est protégé par un mot de passe : enlevez-le, puis recommencez.")
    if any(_DE_MACRO.search(nom) for nom in noms):
        raise ValidationError(MACROS)
    plie, deplie = sum(e.compress_size for e in entrees), sum(e.file_size for e in entrees)
    if deplie > DEPLIE_MAX or (deplie > RAPPORT_DES and deplie > RAPPORT_MAX * max(plie, 1)):
        raise ValidationError(BOMBE)


def _format(archive: zipfile.ZipFile) -> Format:
    noms = archive.namelist()
    if "mimetype" in noms:
        with archive.open("mimetype") as flux:
            trouve = _OPENDOCUMENT.get(flux.read(200).strip())
    elif "[Content_Types].xml" in noms:
        with archive.open("[Content_Types].xml") as flux:
            types = flux.read(_MORCEAU)
        if b"macroEnabled" in types:
            raise ValidationError(MACROS)
        trouve = next((f for marque, f in _OOXML.items() if marque in types), None)
    else:
        trouve = None
    if trouve is None:
        raise ValidationError(INCONNU)
    return trouve


def _lire(archive: zipfile.ZipFile, entree: zipfile.ZipInfo) -> None:
    """Unfold one entry: zipfile reads no more than declared and checks the sum, so that lies are seen."""
    est_xml = entree.filename.lower().endswith((".xml", ".rels"))
    queue = b""
    with archive.open(entree) as flux:
        while morceau := flux.read(_MORCEAU):
            if est_xml and _declare_une_entite(queue + morceau):
                raise ValidationError(CACHE)
            queue = morceau[-40:]


def _declare_une_entite(octets: bytes) -> bool:
    return b"<!ENTITY" in octets.replace(b"\x00", b"")
