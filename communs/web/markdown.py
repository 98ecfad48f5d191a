"""Markdown that people write, as HTML that can do no harm."""

from functools import cache

import nh3
from markdown_it import MarkdownIt

BALISES = {"a", "blockquote", "br", "em", "h3", "h4", "hr", "li", "ol", "p", "strong", "ul"}


@cache
def _lecteur() -> MarkdownIt:
    """French quotes; no raw HTML, no picture, no table; titles from the third level down."""
    lecteur = MarkdownIt(
        "commonmark", {"html": False, "typographer": True, "quotes": ["«\xa0", "\xa0»", "‹\xa0", "\xa0›"]}
    )
    return lecteur.enable(["replacements", "smartquotes"]).disable(["image", "html_block", "html_inline"])


def en_html(texte: str) -> str:
    """The HTML of a Markdown text: paragraphs, emphasis, lists, links to http(s) and mailto only."""
    return nh3.clean(
        _lecteur().render(texte),
        tags=BALISES,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer",
    )


def en_texte(texte: str) -> str:
    """The same without its marks, on plain lines: for summaries, mails and exchange formats."""
    morceaux: list[str] = []
    for bloc in _lecteur().parse(texte):
        if bloc.type == "inline":
            enfants = bloc.children or ()
            morceaux.append(
                "".join(" " if e.type in ("softbreak", "hardbreak") else e.content for e in enfants)
            )
        elif bloc.type in ("fence", "code_block"):
            morceaux.append(bloc.content.strip())
    return "\n\n".join(morceau for morceau in morceaux if morceau)
