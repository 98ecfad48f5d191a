"""Feeds as Atom 1.0 (RFC 4287). Nothing in them depends on the moment they are asked for."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any
from xml.sax.xmlreader import AttributesImpl

from django.utils.feedgenerator import Atom1Feed
from django.utils.xmlutils import SimplerXMLGenerator

from communs.web.markdown import en_html
from veille.flux.selections import Flux
from veille.flux.textes import absolue, propre
from veille.models import Notice, Numero

GENRE = "application/atom+xml; charset=utf-8"
_JAMAIS = datetime(1970, 1, 1, tzinfo=UTC)  # the date of a feed that holds nothing yet


class _Atom(Atom1Feed):
    """Django's, with several authors and links per entry, and a date even when empty."""

    def latest_post_date(self) -> datetime:
        return max((entree["updateddate"] for entree in self.items), default=_JAMAIS)

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        for nom in item["auteurs"]:
            handler.startElement("author", AttributesImpl({}))
            handler.addQuickElement("name", nom)
            handler.endElement("author")
        for titre, adresse in item["liens"]:
            handler.addQuickElement("link", "", {"rel": "related", "href": adresse, "title": titre})


def _ouvrir(flux: Flux) -> _Atom:
    return _Atom(
        title=propre(flux.titre),
        link=absolue(flux.page),
        description="",
        subtitle=propre(flux.sous_titre) or None,
        language="fr",
        author_name=propre(flux.auteur),
        feed_url=absolue(flux.adresse),
        feed_guid=flux.cle.urn,
    )


def des_notices(flux: Flux, notices: Iterable[Notice]) -> bytes:
    """The feed of these notices, obtained with `entieres()` and public."""
    atom = _ouvrir(flux)
    for notice in notices:
        atom.add_item(
            title=propre(str(notice)),
            link=absolue(notice.get_absolute_url()),
            description=propre(en_html(notice.resume)),
            unique_id=notice.uuid.urn,
            pubdate=notice.publiee_le,
            updateddate=_dernier(notice.modifie_le, notice.publiee_le),
            categories=[propre(theme.nom) for theme in notice.themes.all()],
            auteurs=[propre(str(c)) for c in notice.contributions.all() if not c.role],
            liens=[(propre(str(x)), propre(x.adresse)) for x in notice.liens.all() if x.adresse],
        )
    return _octets(atom)


def des_numeros(flux: Flux, numeros: Iterable[Numero]) -> bytes:
    """The feed of these issues, obtained with `entiers()` and public."""
    atom = _ouvrir(flux)
    for numero in numeros:
        atom.add_item(
            title=propre(f"{numero.titre} ({numero})"),
            link=absolue(numero.get_absolute_url()),
            description=propre(en_html(numero.editorial)),
            unique_id=numero.uuid.urn,
            pubdate=numero.publie_le,
            updateddate=_dernier(numero.modifie_le, numero.publie_le),
            categories=[propre(rubrique.titre) for rubrique in numero.rubriques.all()],
            auteurs=[propre(numero.bulletin.editeur)] if numero.bulletin.editeur else [],
            liens=[],
        )
    return _octets(atom)


def _dernier(modifie_le: datetime, publie_le: datetime | None) -> datetime:
    return max(modifie_le, publie_le) if publie_le else modifie_le


def _octets(atom: _Atom) -> bytes:
    return atom.writeString("utf-8").encode()
