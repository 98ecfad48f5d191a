"""The guide (`docs/guide/`, `docs/images/guide/`) as pages: one text, read here and in the repository.

Its files come with the code, like templates: they are trusted, read once, and a fault in one (a picture
that is not there) is an error to see at once.
"""

import re
from collections.abc import MutableMapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from PIL import Image

DOSSIER = Path("docs/guide")
IMAGES = "../images/guide/"  # as the pages write it, so that the repository's own viewer shows them too
ACCUEIL = "README"


@dataclass(frozen=True)
class Page:
    """A page of the guide: its title, its text as HTML without that title, its second-level titles."""

    titre: str
    html: str
    sommaire: tuple[tuple[str, str], ...]  # anchor, title


class Rendu(RendererHTML):
    """What the house adds to plain HTML: tables that scroll, pictures that say their size."""

    def table_open(self, tokens: Sequence[Token], rang: int, *suite: Any) -> str:
        return '<div class="tableau" role="region" aria-label="Tableau" tabindex="0"><table>'

    def table_close(self, tokens: Sequence[Token], rang: int, *suite: Any) -> str:
        return "</table></div>\n"

    def th_open(self, tokens: Sequence[Token], rang: int, *suite: Any) -> str:
        return '<th scope="col">'

    def image(self, tokens: Sequence[Token], rang: int, *suite: Any) -> str:
        nom = str(tokens[rang].attrs["src"]).removeprefix(IMAGES)
        with Image.open(settings.BASE_DIR / "docs" / "images" / "guide" / nom) as vue:
            largeur, hauteur = vue.size
        return format_html(
            '<img class="vue" src="{}" alt="{}" width="{}" height="{}" loading="lazy">',
            *(static(f"guide/{nom}"), tokens[rang].content, largeur, hauteur),
        )


@cache
def noms() -> frozenset[str]:
    """The names of the pages, as their addresses have them."""
    return frozenset(f.stem for f in (settings.BASE_DIR / DOSSIER).glob("*.md") if f.stem != ACCUEIL)


@cache
def titre(nom: str) -> str:
    """The title of this page, its first line: all that a link to it needs."""
    with (settings.BASE_DIR / DOSSIER / f"{nom}.md").open() as fichier:
        return fichier.readline().removeprefix("#").strip()


@cache
def lire(nom: str) -> Page:
    """The page of this name, one of `noms` or `ACCUEIL`."""
    lecteur = MarkdownIt("commonmark", {"html": False}, renderer_cls=Rendu).enable("table")
    env: MutableMapping[str, Any] = {}
    texte = (settings.BASE_DIR / DOSSIER / f"{nom}.md").read_text()
    # A page begins with its title (a test holds the guide to it): opening, words, closing.
    corps = lecteur.parse(texte, env)[3:]
    sommaire = tuple(_ancrer(corps))
    for token in corps:
        _relier(token.children or ())
    return Page(titre(nom), lecteur.renderer.render(corps, lecteur.options, env), sommaire)


def ancre(titre: str) -> str:
    """The anchor that repositories' viewers give to a title: one link works in both."""
    return re.sub(r"[^\w\- ]", "", titre.lower()).replace(" ", "-")


def adresse(lien: str) -> str:
    """The address of a page of the guide, with its section: `collecte`, `evaluateur#cadrer`."""
    nom, diese, section = lien.partition("#")
    page = reverse("aide:guide") if nom == ACCUEIL else reverse("aide:page", args=[nom])
    return f"{page}{diese}{section}"


def _ancrer(tokens: list[Token]) -> "list[tuple[str, str]]":
    """Name the titles; return those of the second level."""
    ancres = []
    for ouvert, mots in pairwise(tokens):
        if ouvert.type == "heading_open":
            ouvert.attrSet("id", ancre(mots.content))
            if ouvert.tag == "h2":
                ancres.append((ancre(mots.content), mots.content))
    return ancres


def _relier(tokens: Sequence[Token]) -> None:
    """Links between files become links between pages."""
    for token in tokens:
        if token.type != "link_open":
            continue
        if trouve := re.fullmatch(r"([\w-]+)\.md(#.*)?", str(token.attrs["href"])):
            token.attrSet("href", adresse(trouve[1] + (trouve[2] or "")))
