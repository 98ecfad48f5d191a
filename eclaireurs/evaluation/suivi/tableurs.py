"""Reading a file that somebody hands in as a table: limits first, then the parser. Refusals in French."""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError

from eclaireurs.evaluation.suivi.echange import deproteger, sans_accents

TAILLE_MAX = 5 * 1024 * 1024
DEPLIE_MAX = 40 * 1024 * 1024  # of a spreadsheet, unzipped
PIECES_MAX = 200  # files inside it
LIGNES_MAX, COLONNES_MAX, SIGNES_MAX = 10_000, 40, 5_000
ECHAPPE = re.compile("_x([0-9A-Fa-f]{4})_")  # how OOXML writes what XML cannot hold
FORMULE = object()  # a cell that computes instead of saying

ILLISIBLE = (
    "Ce fichier ne se lit pas comme un tableau : envoyez un .xlsx ou un .csv, tel qu’enregistré par votre "
    "tableur."
)
BOMBE = "Ce classeur se déplie en un contenu démesuré : il n’a pas été ouvert."
MACROS = "Ce classeur contient des macros : enregistrez-le en .xlsx, sans macros, puis renvoyez-le."
ANCIEN = (
    "Ce classeur est protégé par un mot de passe, ou d’un ancien format (.xls) : enregistrez-le en .xlsx."
)
TROP_LOURD = (
    "Ce fichier dépasse 5 Mo : un tableau de suivi est bien plus léger. Retirez-en les images et les autres "
    "feuilles."
)
TROP_LONG = f"Plus de {LIGNES_MAX} lignes : importez ce tableau en plusieurs fois."
TROP_LARGE = f"Une cellule dépasse {SIGNES_MAX} signes : ce n’est pas un tableau de suivi."
NUL = "Ce fichier contient des caractères nuls : enregistrez-le de nouveau depuis votre tableur."
VIDE = "Ce fichier ne contient aucune ligne."


@dataclass(frozen=True)
class Ligne:
    """A line of the file by its number there; cells by the name of their column, folded (`sans_accents`)."""

    no: int
    cellules: dict[str, Any]


@dataclass(frozen=True)
class Feuille:
    colonnes: tuple[str, ...]
    lignes: list[Ligne]


def lire(octets: bytes) -> Feuille:
    """The table in this file, whatever it is called; ValidationError with a sentence."""
    if len(octets) > TAILLE_MAX:
        raise ValidationError(TROP_LOURD)
    if octets.startswith(b"\xd0\xcf\x11\xe0"):
        raise ValidationError(ANCIEN)
    rangees = _xlsx(octets) if octets.startswith(b"PK") else _csv(octets)
    return _feuille(rangees)


def _feuille(rangees: Iterable[tuple[int, list[Any]]]) -> Feuille:
    """The first line that says something names the columns."""
    noms: tuple[str, ...] | None = None
    lignes: list[Ligne] = []
    for no, cellules in rangees:
        if not any(c not in (None, "") for c in cellules):
            continue
        if any(isinstance(c, str) and len(c) > SIGNES_MAX for c in cellules):
            raise ValidationError(TROP_LARGE)
        if noms is None:
            noms = tuple(str(c).strip() if c is not None else "" for c in cellules)
            continue
        if len(lignes) >= LIGNES_MAX:
            raise ValidationError(TROP_LONG)
        paires = zip((sans_accents(nom) for nom in noms), cellules, strict=False)
        lignes.append(Ligne(no, {nom: cellule for nom, cellule in paires if nom}))
    if noms is None or not lignes:
        raise ValidationError(VIDE)
    return Feuille(tuple(nom for nom in noms if nom), lignes)


# --- text ----------------------------------------------------------------------------------------


def _csv(octets: bytes) -> Iterator[tuple[int, list[Any]]]:
    texte = _decoder(octets)
    if "\0" in texte:
        raise ValidationError(NUL)
    lecteur = csv.reader(io.StringIO(texte, newline=""), delimiter=_separateur(texte), strict=True)
    try:
        for cellules in lecteur:
            yield lecteur.line_num, [deproteger(c) for c in cellules[:COLONNES_MAX]]
    except csv.Error:
        phrase = f"Le fichier ne se lit plus à la ligne {lecteur.line_num} : un guillemet y est resté ouvert."
        raise ValidationError(phrase) from None


def _decoder(octets: bytes) -> str:
    """UTF-8 with or without its mark, UTF-16 with it, else what French Windows writes."""
    marque = octets.startswith((b"\xff\xfe", b"\xfe\xff"))
    codages = ["utf-16"] if marque else ["utf-8-sig", "cp1252"]
    for codage in codages:
        try:
            return octets.decode(codage)
        except UnicodeDecodeError:
            continue
    raise ValidationError(ILLISIBLE)


def _separateur(texte: str) -> str:
    """The one that splits the first line most."""
    premiere = next((ligne for ligne in texte.splitlines() if ligne.strip()), "")
    return max(";,\t", key=premiere.count)


# --- spreadsheets --------------------------------------------------------------------------------


def _xlsx(octets: bytes) -> Iterator[tuple[int, list[Any]]]:
    _inspecter(octets)
    from defusedxml.common import DefusedXmlException
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    illisibles = (
        DefusedXmlException,
        InvalidFileException,
        zipfile.BadZipFile,
        SyntaxError,  # what XML parsers raise
        KeyError,
        ValueError,
        TypeError,
        IndexError,
        AttributeError,
        OSError,
        EOFError,
    )
    try:
        classeur = load_workbook(io.BytesIO(octets), read_only=True, keep_links=False)
        try:
            feuille = classeur.worksheets[0]
            feuille.reset_dimensions()  # what the file says of its size is not to be trusted
            for no, rangee in enumerate(feuille.iter_rows(max_col=COLONNES_MAX), start=1):
                if no > 2 * LIGNES_MAX:
                    raise ValidationError(TROP_LONG)
                yield no, [_cellule(c) for c in rangee]
        finally:
            classeur.close()
    except illisibles:
        raise ValidationError(ILLISIBLE) from None


def _cellule(cellule: Any) -> Any:
    if cellule.data_type == "f":
        return FORMULE
    valeur = cellule.value
    if isinstance(valeur, str):
        return ECHAPPE.sub(lambda trouve: chr(int(trouve[1], 16)), valeur)
    return valeur.date() if isinstance(valeur, datetime) else valeur


def _inspecter(octets: bytes) -> None:
    """Look at the archive's own list before anything is unzipped."""
    try:
        with zipfile.ZipFile(io.BytesIO(octets)) as archive:
            pieces = archive.infolist()
            noms = {piece.filename.lower() for piece in pieces}
            types = (
                archive.getinfo("[Content_Types].xml")
                if "[Content_Types].xml" in archive.namelist()
                else None
            )
            if len(pieces) > PIECES_MAX or sum(piece.file_size for piece in pieces) > DEPLIE_MAX:
                raise ValidationError(BOMBE)
            declares = archive.read(types) if types is not None else b""
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, ValueError):
        raise ValidationError(ILLISIBLE) from None
    if any(nom.endswith("vbaproject.bin") for nom in noms) or b"macroEnabled" in declares:
        raise ValidationError(MACROS)
    if "xl/workbook.xml" not in noms:
        raise ValidationError(ILLISIBLE)


def en_jour(valeur: Any) -> date | None:
    """A date as a cell or a text says it; None for nothing. ValueError (a French sentence) otherwise."""
    if valeur in (None, ""):
        return None
    if isinstance(valeur, date):
        return valeur
    texte = str(valeur).strip()
    for forme in ("%Y-%m-%d", "%d/%m/%Y", "%d/%m/%y", "%d.%m.%Y", "%d-%m-%Y"):
        try:
            return datetime.strptime(texte, forme).date()  # noqa: DTZ007  (a day, not an instant)
        except ValueError:
            continue
    raise ValueError(f"« {texte[:30]} » n’est pas une date : écrivez 31/12/2027.")
