"""A Markdown document as marked lines: headings, codes of teintes, items, plain text.

The document is the scan of a printed chart: bullets of four kinds, several items on one line, labels in
bold or as headings. No regular expression here repeats what it has repeated: reading is linear.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum


class Sorte(Enum):
    TITRE = "titre"
    CODE = "code"
    PUCE = "puce"
    TEXTE = "texte"


@dataclass(frozen=True)
class Marquee:
    """One line, or one item of it: `no` is its line in the document, from 1; `niveau` of a heading."""

    no: int
    sorte: Sorte
    texte: str
    niveau: int = 0
    brut: str = ""  # as written, where emphasis tells a title


_TITRE = re.compile(r"^(#{1,6})\s+(\S.*)$")
_CODE = re.compile(r"^(?:#{1,6}\s+)?(?:\*\*)?TEINTE\s+N\s?°\s?(\d{1,2}\.\d{1,3})(?:\*\*)?$", re.IGNORECASE)
_PUCE = re.compile(r"^(?:[-*+•]\s+(?:\\?[>›]\s*)?|[>›]\s*)(?=\S)")
# A second item on the same line: « … <http://a> > Autre chose ».
_SUITE = re.compile(r"(?<=[>.)»])\s+[>›]\s+(?=\S)")
_BALISE = re.compile(r"</?(?:sup|sub|em|strong|i|b)>", re.IGNORECASE)
_GRAS = re.compile(r"\*\*|__")
_APOSTROPHE = re.compile(r"(?<=\w)'")
_AVANT = re.compile(r" (?=[?!:;»])")


def plier(texte: str) -> str:
    """For comparing: no accent, case, punctuation or space."""
    sans = unicodedata.normalize("NFKD", texte.replace("œ", "oe").replace("Œ", "oe"))
    return "".join(c for c in sans.casefold() if c.isalnum())


def nettoyer(texte: str) -> str:
    """Without the marks of emphasis, small tags, escapes and doubled spaces; signs as French prints them, so
    that a draft differs from the chart by its words alone."""
    texte = _GRAS.sub("", _BALISE.sub("", texte)).replace("\\_", "_").replace("\\>", ">")
    texte = _APOSTROPHE.sub("’", " ".join(texte.split()))
    return _AVANT.sub("\u00a0", texte).replace("\u00ab ", "\u00ab\u00a0")


def marquer(document: str) -> Iterator[Marquee]:
    """The lines that hold something, in order."""
    for no, brute in enumerate(document.split("\n"), 1):
        ligne = brute.strip()
        if not ligne:
            continue
        if code := _CODE.match(ligne):
            yield Marquee(no, Sorte.CODE, code[1])
        elif titre := _TITRE.match(ligne):
            yield Marquee(no, Sorte.TITRE, nettoyer(titre[2]), len(titre[1]))
        elif puce := _PUCE.match(ligne):
            for morceau in _SUITE.split(ligne[puce.end() :]):
                yield Marquee(no, Sorte.PUCE, nettoyer(morceau), brut=morceau)
        else:
            yield Marquee(no, Sorte.TEXTE, nettoyer(ligne), brut=ligne)
