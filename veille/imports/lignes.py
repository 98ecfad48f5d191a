"""A Markdown document as marked lines. Every pattern is bounded: reading is linear."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum

from communs.echanges.textes import sans_accents
from veille.notices.fiches import FicheLien


class Sorte(Enum):
    TITRE = "titre"  # a Markdown heading
    FLECHE = "flèche"
    PUCE = "puce"
    TEXTE = "texte"
    BRUIT = "bruit"


@dataclass(frozen=True)
class Ligne:
    """`no` counts from 1. `niveau`: of a heading, or the indentation of an item. `accentue`: with the stars
    of italics left, where they tell a publication. `reste`: what follows a bold title on its line."""

    no: int
    sorte: Sorte
    texte: str
    niveau: int = 0
    gras: bool = False
    accentue: str = ""
    reste: str = ""
    liens: tuple[FicheLien, ...] = ()
    motif: str = ""  # why it is noise


_FLECHE = re.compile(r"^(?:[-*+•]\s+)?(?:\*{1,3})?\s*[►▶▸▻➤➢➔‣❯]\s*")
_FLECHES = re.compile(r"[►▶▸▻➤➢➔‣❯]")
_PUCE = re.compile(r"^(?:[-*+•–]|\d{1,3}[.)])\s+(?=\S)")
_LIEN = re.compile(
    r"\[([^\[\]]{0,400})\]\(\s?([^()\s]{0,1000}(?:\([^()\s]{0,200}\)[^()\s]{0,200})?)"
    r"(?:\s+\"[^\"]{0,200}\")?\s?\)"
)
_AUTOLIEN = re.compile(r"<(https?://[^\s<>]{1,1000})>")
_IMAGE = re.compile(r"^!\[[^\[\]]{0,400}\]\([^()]{0,1000}\)$")
_FILET = re.compile(r"^(?:[-*_=~]\s?){3,200}$")
_PAGE = re.compile(r"^[-–—\s]{0,5}(?:page\s?)?\d{1,3}(?:\s?(?:/|sur)\s?\d{1,3})?[-–—\s]{0,5}$", re.IGNORECASE)
_BALISE = re.compile(r"</?(?:sup|sub|em|strong|i|b|u|span|br)\s?/?>", re.IGNORECASE)
_GRAS = re.compile(r"^\*\*([^*]{1,600})\*\*[\s.,:;–—-]{0,4}(?=\S)")
_TITRE_LIE = re.compile(r"^(\[[^\[\]]{3,400}\]\([^()\s]{0,1000}\))\s?[.,:;–—-]\s{1,2}(?=\S)")
_EXPOSANT = re.compile(r"(?<=\d)\^([a-zé]{1,4})\^?")
_ORDINAL = re.compile(r"\b(\d{1,3})(?:°|i[eè]me|[eè]me)(?=\s[^\W\d_]{3})")
_SOULIGNE = re.compile(r"(?<!\w)_([^_]{1,400})_(?!\w)")
_ETOILES = re.compile(r"(?<!\d)\*+|\*+(?!\d)")  # « 7*7 » keeps its own
_ECHAPPE = re.compile(r"\\([\\`*_{}\[\]()#+.!|>~-])")
_GUILLEMETS = re.compile(r"[\"“]\s?([^\"“”]{1,400}?)\s?[\"”]")


def plier(texte: str) -> str:
    """For comparing: no accent, case, punctuation or space."""
    return "".join(c for c in sans_accents(texte.replace("œ", "oe").replace("Œ", "oe")) if c.isalnum())


def soigner(texte: str) -> str:
    """Signs as French prints them: apostrophes, quotes, dashes, spaces that do not break."""
    texte = _ORDINAL.sub(r"\1e", _EXPOSANT.sub(r"\1", texte))
    texte = _GUILLEMETS.sub("«\u00a0\\1\u00a0»", " ".join(texte.split()))
    texte = re.sub(r"(?<=\w)'", "’", texte).replace(" - ", " – ")
    texte = re.sub(r"(?<=\w)([?!;])(?=\s|$)", " \\1", texte)
    texte = re.sub(r" (?=[?!:;»])", "\u00a0", texte)
    return re.sub(r"« ?", "«\u00a0", re.sub(r"\bn° ?(?=\d)", "n°\u00a0", texte))


def liens_de(brut: str) -> tuple[FicheLien, ...]:
    """The links of a line; an anchor or an address that is not of the web gives none."""
    trouves = [(nettoyer(m[1]), m[2]) for m in _LIEN.finditer(brut)]
    trouves += [("", m[1]) for m in _AUTOLIEN.finditer(brut)]
    return tuple(
        FicheLien(adresse if adresse.startswith(("https://", "http://")) else "", libelle[:120])
        for libelle, adresse in trouves
    )


def _sans_marques(brut: str) -> str:
    texte = _BALISE.sub("", _LIEN.sub(r"\1", _AUTOLIEN.sub(r"\1", brut)))
    return html.unescape(_SOULIGNE.sub(r"\1", texte))


def nettoyer(brut: str) -> str:
    """Without the marks of Markdown, signs as French prints them."""
    protege = _ECHAPPE.sub(lambda m: chr(0xE000 + ord(m[1])), brut)
    texte = soigner(_ETOILES.sub("", _sans_marques(protege)).replace("`", ""))
    return "".join(chr(ord(c) - 0xE000) if 0xE000 <= ord(c) < 0xE080 else c for c in texte)


def marquer(document: str) -> list[Ligne]:
    """The lines that hold something, in order."""
    lues: list[Ligne] = []
    for no, brute in enumerate(document.split("\n"), 1):
        if not brute.strip():
            continue
        souligne = _souligne(brute, lues, no)
        if souligne:
            lues[-1] = replace(lues[-1], sorte=Sorte.TITRE, niveau=souligne)
            lues.append(Ligne(no, Sorte.BRUIT, "", motif="soulignement du titre"))
        else:
            lues.append(_marquer(no, brute))
    return lues


def _souligne(brute: str, lues: list[Ligne], no: int) -> int:
    """1 or 2 when this line of signs makes a heading of the one just before."""
    signes = brute.strip()
    if not lues or lues[-1].no != no - 1 or lues[-1].sorte is not Sorte.TEXTE or len(lues[-1].texte) > 160:
        return 0
    if len(signes) < 3 or set(signes) - {signes[0]}:
        return 0
    return {"=": 1, "-": 2}.get(signes[0], 0)


def _marquer(no: int, brute: str) -> Ligne:
    ligne = brute.strip()
    if motif := _bruit(ligne):
        return Ligne(no, Sorte.BRUIT, "", motif=motif)
    if ligne.startswith("#") and ligne.lstrip("#")[:1].isspace() and len(ligne) - len(ligne.lstrip("#")) <= 6:
        niveau = len(ligne) - len(ligne.lstrip("#"))
        corps = ligne.lstrip("#").rstrip("#").strip()
        if fleche := _FLECHE.match(corps):
            return _lire(no, Sorte.FLECHE, corps[fleche.end() :], 0)
        return _lire(no, Sorte.TITRE, corps, niveau)
    if fleche := _FLECHE.match(ligne):
        return _lire(no, Sorte.FLECHE, ligne[fleche.end() :], 0)
    if puce := _PUCE.match(ligne):
        retrait = len(brute) - len(brute.lstrip())
        return _lire(no, Sorte.PUCE, ligne[puce.end() :], retrait)
    return _lire(no, Sorte.TEXTE, ligne.lstrip("> ") or ligne, 0)


def _lire(no: int, sorte: Sorte, corps: str, niveau: int) -> Ligne:
    texte = nettoyer(corps)
    if not texte:
        return Ligne(no, Sorte.BRUIT, "", motif="signe sans texte")
    reste, titre = "", texte
    coupe = _GRAS.match(corps) or _TITRE_LIE.match(corps)
    if coupe and sorte is not Sorte.TITRE:
        titre, reste = nettoyer(coupe[1]), corps[coupe.end() :]
    sans_gras = corps.replace("**", "")
    return Ligne(
        no,
        sorte,
        texte if not reste else titre,
        niveau,
        gras=corps.startswith(("**", "__")),
        accentue=soigner(_sans_marques(sans_gras)) if not reste else "",
        reste=reste,
        liens=liens_de(corps),
    )


def entiere(ligne: Ligne) -> str:
    """The words of the whole line, those after a bold beginning included."""
    return f"{ligne.texte} {nettoyer(ligne.reste)}".strip() if ligne.reste else ligne.texte


def _bruit(ligne: str) -> str:
    """Why a line holds nothing of the issue; "" when it does."""
    if _IMAGE.match(ligne):
        return "image\u00a0: à reprendre dans l’éditeur"
    if _FILET.match(ligne):
        return "filet ou saut de page"
    if _PAGE.match(ligne):
        return "numéro de page"
    if ligne.startswith("<!--") and ligne.endswith("-->"):
        return "commentaire"
    return ""


def plusieurs_fleches(ligne: Ligne) -> bool:
    """Several arrows on one line: labels of links, never a title."""
    return bool(_FLECHES.search(ligne.texte))


def paragraphes(lignes: list[Ligne]) -> Iterator[list[Ligne]]:
    """Lines that follow each other make one paragraph; one cut by a page break is put together again."""
    courant: list[Ligne] = []
    for ligne in lignes:
        if courant and not _suite(courant[-1], ligne):
            yield courant
            courant = []
        courant.append(ligne)
    if courant:
        yield courant


def _suite(avant: Ligne, ligne: Ligne) -> bool:
    if ligne.sorte is not Sorte.TEXTE or ligne.gras:
        return False
    if ligne.no == avant.no + 1:
        return True
    coupee = len(avant.texte) > 60 and not avant.texte.endswith((".", "!", "?", "…", ":", "»", ")"))
    return coupee and ligne.texte[:1].islower()
