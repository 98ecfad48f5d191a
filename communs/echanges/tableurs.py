"""Tables as files: writing text ones, and reading what somebody hands in.

Reading: limits first, then the parser. Refusals in French.
"""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime
from html import escape
from typing import Any

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse
from django.core.exceptions import ValidationError
from openpyxl.cell.text import Text
from openpyxl.reader.excel import ExcelReader
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.xml.constants import SHARED_STRINGS, SHEET_MAIN_NS

from communs.echanges import ods
from communs.echanges.textes import (
    deplier_les_signes,
    deproteger,
    plier_les_signes,
    proteger,
    sans_accents,
)

TAILLE_MAX = 5 * 1024 * 1024
DEPLIE_MAX = 40 * 1024 * 1024  # of a spreadsheet, unzipped
PIECES_MAX = 200  # files inside it
LIGNES_MAX, COLONNES_MAX, SIGNES_MAX = 10_000, 60, 5_000
DECLARATIONS = ("[Content_Types].xml", "mimetype", "META-INF/manifest.xml")  # what a spreadsheet says it is
CELLULE_MAX = 32_767  # characters: what a spreadsheet holds in one cell
MARQUE = "\ufeff"  # by which spreadsheets recognise UTF-8
FORMULE = object()  # a cell that computes instead of saying

ILLISIBLE = (
    "Ce fichier ne se lit pas comme un tableau : envoyez un .xlsx, un .ods ou un .csv, tel "
    "qu’enregistré par votre tableur."
)
BOMBE = "Ce classeur se déplie en un contenu démesuré : il n’a pas été ouvert."
MACROS = "Ce classeur contient des macros : enregistrez-le sans elles, puis renvoyez-le."
ANCIEN = (
    "Ce classeur est protégé par un mot de passe, ou d’un ancien format (.xls) : enregistrez-le sans mot de "
    "passe, en .xlsx ou en .ods."
)
TROP_LOURD = (
    "Ce fichier dépasse 5 Mo : un tableau de textes est bien plus léger. Retirez-en les images et les autres "
    "feuilles."
)
TROP_LONG = "Plus de {} lignes : importez ce tableau en plusieurs fois."
NUL = "Ce fichier contient des caractères nuls : enregistrez-le de nouveau depuis votre tableur."
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


def ecrire_csv(colonnes: Iterable[str], rangees: Iterable[Iterable[str]], separateur: str) -> str:
    """RFC 4180, formulas neutralised."""
    sortie = io.StringIO(newline="")
    scribe = csv.writer(sortie, delimiter=separateur, lineterminator="\r\n")
    scribe.writerow(colonnes)
    for rangee in rangees:
        scribe.writerow(proteger(texte) for texte in rangee)
    return sortie.getvalue()


def texte_xlsx(texte: str) -> str:
    """A text as XlsxWriter must be given it.

    It takes « <r>…</r> » for marks of its own, and forgets one underscore out of two that follow each
    other: such texts are handed over as marks, in which underscores are out of its reach.
    """
    plie = plier_les_signes(texte)
    if plie == texte and not texte.startswith("<r>"):
        return texte
    return f'<r><t xml:space="preserve">{escape(plie).replace("_", "&#95;")}</t></r>'


def lire(octets: bytes, signes_max: int = SIGNES_MAX, lignes_max: int = LIGNES_MAX) -> Feuille:
    """The table in this file, whatever it is called; ValidationError with a sentence.

    `signes_max`: characters of one cell. `lignes_max`: of a text; a spreadsheet has LIGNES_MAX at most.
    """
    if len(octets) > TAILLE_MAX:
        raise ValidationError(TROP_LOURD)
    if octets.startswith(b"\xd0\xcf\x11\xe0"):
        raise ValidationError(ANCIEN)
    if not octets.startswith(b"PK"):
        return _feuille(_csv(octets), signes_max, lignes_max)
    sorte = _inspecter(octets)
    try:
        return _feuille(_xlsx(octets) if sorte == "xlsx" else _ods(octets, signes_max), signes_max)
    except ILLISIBLES:
        raise ValidationError(ILLISIBLE) from None


def _feuille(
    rangees: Iterable[tuple[int, list[Any]]], signes_max: int, lignes_max: int = LIGNES_MAX
) -> Feuille:
    """The first line that says something names the columns."""
    noms: tuple[str, ...] | None = None
    plies: tuple[str, ...] = ()
    lignes: list[Ligne] = []
    for no, cellules in rangees:
        if not any(c not in (None, "") for c in cellules):
            continue
        if any(isinstance(c, str) and len(c) > signes_max for c in cellules):
            raise ValidationError(f"Ligne {no} : une cellule dépasse {signes_max} signes.")
        if noms is None:
            noms = tuple(str(c).strip() if c is not None else "" for c in cellules)
            plies = tuple(sans_accents(nom) for nom in noms)
            continue
        if len(lignes) >= lignes_max:
            raise ValidationError(TROP_LONG.format(lignes_max))
        paires = zip(plies, cellules, strict=False)
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
        phrase = f"Le fichier ne se lit plus à la ligne {lecteur.line_num} : un guillemet y est resté ouvert."
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


# What readers of ZIP, of XML and of spreadsheets raise for a file that does not hold together.
ILLISIBLES = (
    DefusedXmlException,
    InvalidFileException,
    zipfile.BadZipFile,
    SyntaxError,
    KeyError,
    ValueError,
    TypeError,
    IndexError,
    AttributeError,
    OSError,
    EOFError,
    RecursionError,
)


class _Lecteur(ExcelReader):
    """openpyxl's reader, but for the texts: it takes « x005F_ » out of them, wherever it stands."""

    def read_strings(self) -> None:
        contenu = self.package.find(SHARED_STRINGS)
        if contenu is None:
            return
        with self.archive.open(contenu.PartName[1:]) as flux:
            for _, noeud in iterparse(flux):
                if noeud.tag == f"{{{SHEET_MAIN_NS}}}si":
                    self.shared_strings.append(Text.from_tree(noeud).content)
                    noeud.clear()


def _xlsx(octets: bytes) -> Iterator[tuple[int, list[Any]]]:
    lecteur = _Lecteur(io.BytesIO(octets), read_only=True, keep_links=False)
    lecteur.read()
    with closing(lecteur.wb) as classeur:
        feuille = classeur.worksheets[0]
        feuille.reset_dimensions()  # what the file says of its size is not to be trusted
        for no, rangee in enumerate(feuille.iter_rows(max_col=COLONNES_MAX), start=1):
            if no > 2 * LIGNES_MAX:
                raise ValidationError(TROP_LONG.format(LIGNES_MAX))
            yield no, [_cellule(c) for c in rangee]


def _cellule(cellule: Any) -> Any:
    if cellule.data_type == "f":
        return FORMULE
    valeur = cellule.value
    if isinstance(valeur, str):
        return deplier_les_signes(valeur)
    return valeur.date() if isinstance(valeur, datetime) else valeur


def _ods(octets: bytes, signes_max: int) -> Iterator[tuple[int, list[Any]]]:
    lues = ods.rangees(octets, colonnes_max=COLONNES_MAX, signes_max=signes_max, formule=FORMULE)
    for no, fois, cellules in lues:
        if not any(c not in (None, "") for c in cellules):
            continue
        if no + fois > 2 * LIGNES_MAX:
            raise ValidationError(TROP_LONG.format(LIGNES_MAX))
        yield from ((no + rang, cellules) for rang in range(fois))


def _inspecter(octets: bytes) -> str:
    """Look at the archive's own list before anything is unzipped; « xlsx » or « ods »."""
    try:
        with zipfile.ZipFile(io.BytesIO(octets)) as archive:
            pieces = archive.infolist()
            noms = {piece.filename.lower() for piece in pieces}
            if len(pieces) > PIECES_MAX or sum(piece.file_size for piece in pieces) > DEPLIE_MAX:
                raise ValidationError(BOMBE)
            declares = b"".join(archive.read(nom) for nom in DECLARATIONS if nom in archive.namelist())
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, ValueError):
        raise ValidationError(ILLISIBLE) from None
    if any(nom.endswith("vbaproject.bin") or nom.startswith("basic/") for nom in noms):
        raise ValidationError(MACROS)
    if b"macroEnabled" in declares:
        raise ValidationError(MACROS)
    if b":encryption-data" in declares:
        raise ValidationError(ANCIEN)
    if "xl/workbook.xml" in noms:
        return "xlsx"
    if "content.xml" in noms and b"opendocument.spreadsheet" in declares:
        return "ods"
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
    raise ValueError(f"« {texte[:30]} » n’est pas une date : écrivez 31/12/2027.")
