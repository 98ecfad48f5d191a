"""Reading the first sheet of an OpenDocument spreadsheet, row by row, with nothing unfolded beyond bounds.

A row or a cell may say that it is repeated a million times, a run of spaces too: no library we know
stops there, so the content is read here, as it comes.
"""

import io
import zipfile
from collections.abc import Iterator
from datetime import date
from typing import Any
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import iterparse

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXTE = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
CELLULES = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
# A comment on a cell, a note: said beside the cell, not in it.
A_COTE = (f"{_OFFICE}annotation", f"{_TEXTE}note")
REPETITIONS_MAX = 2**20  # the rows of the largest spreadsheets


def rangees(
    octets: bytes, *, colonnes_max: int, signes_max: int, formule: object
) -> Iterator[tuple[int, int, list[Any]]]:
    """Each row of the first sheet: its number, how many times it is repeated, its cells.

    `formule` stands for a cell that computes. A text is cut one sign after `signes_max`, for its reader
    to refuse it. ValueError, or what XML and ZIP readers raise, for a file that does not hold together.
    """
    with zipfile.ZipFile(io.BytesIO(octets)) as archive, archive.open("content.xml") as flux:
        profondeur, no = 0, 1
        for quand, element in iterparse(flux, events=("start", "end")):
            if element.tag == f"{_TABLE}table":
                profondeur += 1 if quand == "start" else -1
                if profondeur == 0:
                    return
            elif quand == "end" and element.tag == f"{_TABLE}table-row" and profondeur == 1:
                fois = _fois(element, "number-rows-repeated")
                yield no, fois, _cellules(element, colonnes_max, signes_max, formule)
                no += fois
                element.clear()


def _fois(element: Element, attribut: str) -> int:
    fois = int(element.get(f"{_TABLE}{attribut}", "1"))
    if not 1 <= fois <= REPETITIONS_MAX:
        raise ValueError(attribut)
    return fois


def _cellules(rangee: Element, colonnes_max: int, signes_max: int, formule: object) -> list[Any]:
    lues: list[Any] = []
    for element in rangee:
        if element.tag in CELLULES and len(lues) < colonnes_max:
            fois = min(_fois(element, "number-columns-repeated"), colonnes_max - len(lues))
            lues += [_valeur(element, signes_max, formule)] * fois
    return lues


def _valeur(cellule: Element, signes_max: int, formule: object) -> Any:
    if cellule.get(f"{_TABLE}formula") is not None:
        return formule
    sorte = cellule.get(f"{_OFFICE}value-type")
    if sorte == "date":
        return date.fromisoformat(cellule.get(f"{_OFFICE}date-value", "")[:10])
    if sorte in ("float", "currency"):
        return float(cellule.get(f"{_OFFICE}value", ""))
    if sorte == "percentage":
        return round(100 * float(cellule.get(f"{_OFFICE}value", "")), 6)
    dit = cellule.get(f"{_OFFICE}string-value")
    if dit is not None:
        return dit
    paragraphes = [_texte(p, signes_max) for p in cellule if p.tag == f"{_TEXTE}p"]
    return "\n".join(paragraphes)[: signes_max + 1] or None


def _texte(element: Element, signes_max: int) -> str:
    """What a paragraph says: runs of spaces, tabs and line ends are elements of their own."""
    morceaux = [_blancs(element.text)]
    for enfant in element:
        if enfant.tag == f"{_TEXTE}s":
            fois = int(enfant.get(f"{_TEXTE}c", "1"))
            morceaux.append(" " * max(0, min(fois, signes_max + 1)))
        elif enfant.tag == f"{_TEXTE}tab":
            morceaux.append("\t")
        elif enfant.tag == f"{_TEXTE}line-break":
            morceaux.append("\n")
        elif enfant.tag not in A_COTE:
            morceaux.append(_texte(enfant, signes_max))
        morceaux.append(_blancs(enfant.tail))
    return "".join(morceaux)[: signes_max + 1]


def _blancs(texte: str | None) -> str:
    """Line ends of the file's own layout count as one space, as everywhere in this format."""
    return " ".join((texte or "").replace("\r", "\n").replace("\t", "\n").split("\n"))
