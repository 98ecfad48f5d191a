"""Texts that strangers send: cleaned, compared, found again where they are quoted. Pure functions."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable

# Read in a time that grows as the text, whatever strangers write: no sign is looked at again and again.
DOMAINES = "com|net|org|info|biz|ru|xyz|top|shop|click"
LIEN = re.compile(rf"(?:https?://|www\.)\S+|(?<=[\w-])\.(?:{DOMAINES})\b", re.I)
BALISE = re.compile(r"</?[a-z][^<>]{0,300}>|\[/?url[^\[\]]{0,300}\]", re.I)
CITATION = re.compile(r"«\s*(.+?)\s*»", re.S)
CITATION_MIN = 15  # characters: under this, a common turn of phrase is no quotation
LIENS_SUSPECTS = 3


def nettoyer(texte: str) -> str:
    """The same words without what the eye does not see: controls, marks of direction, piled-up accents.

    Line ends become `\\n`, never more than two together.
    """
    texte = unicodedata.normalize("NFC", texte.replace("\r\n", "\n").replace("\r", "\n"))
    garde = "".join(
        c for c in texte if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cf", "Co", "Cs"}
    )
    garde = re.sub(r"([\u0300-\u036f]{2})[\u0300-\u036f]+", r"\1", garde)
    return re.sub(r"\n{3,}", "\n\n", garde).strip()


def empreinte(texte: str) -> str:
    """What two sendings of the same text share: SHA-256 of its letters, case and accents aside."""
    return hashlib.sha256(_lettres(texte).encode()).hexdigest()


def est_suspect(texte: str) -> bool:
    """Several links, or markup: what people who answer a survey seldom write. Said to moderators, no more."""
    return len(LIEN.findall(texte)) >= LIENS_SUSPECTS or bool(BALISE.search(texte))


def est_cite(texte: str, synthese: str) -> bool:
    """Whether a passage between « » of the synthesis comes from this text."""
    chez_soi = _lettres(texte)
    passages = (_lettres(passage) for passage in CITATION.findall(synthese))
    return any(len(passage) >= CITATION_MIN and passage in chez_soi for passage in passages)


def themes_cites(texte: str, syntheses: Iterable[tuple[str, str]]) -> list[str]:
    """The titles of the themes whose synthesis quotes this text; `syntheses`: titles and texts."""
    return [titre for titre, synthese in syntheses if est_cite(texte, synthese)]


def _lettres(texte: str) -> str:
    plat = unicodedata.normalize("NFKD", texte.casefold())
    return " ".join(re.findall(r"[^\W_]+", "".join(c for c in plat if not unicodedata.combining(c))))
