"""All our feeds in one file, as OPML 2.0: a feed reader takes it in one gesture."""

from collections.abc import Iterable
from itertools import groupby

from lxml import etree

from veille.flux.selections import Flux
from veille.flux.textes import absolue, propre

GENRE = "text/x-opml; charset=utf-8"
TITRE = "Les flux de la veille"


def en_opml(flux: Iterable[Flux]) -> bytes:
    """One outline per group, one under it per feed."""
    racine = etree.Element("opml", version="2.0")
    tete = etree.SubElement(racine, "head")
    etree.SubElement(tete, "title").text = TITRE
    corps = etree.SubElement(racine, "body")
    for groupe, siens in groupby(flux, key=lambda f: f.groupe):
        parent = etree.SubElement(corps, "outline", text=propre(groupe))
        for un in siens:
            etree.SubElement(
                parent,
                "outline",
                type="rss",
                text=propre(un.titre),
                title=propre(un.titre),
                xmlUrl=absolue(un.adresse),
                htmlUrl=absolue(un.page),
                language="fr",
            )
    return etree.tostring(racine, xml_declaration=True, encoding="UTF-8", pretty_print=True)
