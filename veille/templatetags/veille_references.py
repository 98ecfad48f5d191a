"""What pages show and tell of a reference."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.template import RequestContext
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from veille.dates import en_clair
from veille.enums import Genre
from veille.models import Notice
from veille.notices.fiches import FicheNotice, depuis_dict, lire
from veille.references import citations as citer
from veille.references import metadonnees
from veille.references.exports import SORTES

register = template.Library()
_ECHAPPES = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}


@register.filter
def fiche_de(notice: Notice) -> FicheNotice:
    """The notice, obtained with `entieres()`, as plain values."""
    return lire(notice)


@register.filter
def en_bref(fiche: FicheNotice | Mapping[str, Any]) -> str:
    """Kind, authors, source, date: what tells a reference from another, on one line."""
    f = fiche if isinstance(fiche, FicheNotice) else depuis_dict(fiche)
    auteurs = [f"{a.prenom} {a.nom}".strip() for a in f.auteurs if not a.role]
    if len(auteurs) > 3:
        auteurs = [*auteurs[:3], "et al."]
    source = f.publication or f.editeur
    morceaux = (Genre(f.genre).label, ", ".join(auteurs), source, en_clair(f.date), f.doi or f.isbn)
    return " · ".join(morceau for morceau in morceaux if morceau)


@register.inclusion_tag("veille/_citations.html")
def citations(notice: Notice) -> dict[str, Any]:
    """How to cite a notice, and its files."""
    dites = citer.citations(lire(notice))
    riches = [(cle, dite, mark_safe(dite.html)) for cle, dite in dites.items()]  # noqa: S308  (cleaned by nh3)
    return {"notice": notice, "dites": riches, "sortes": list(SORTES.values())}


@register.inclusion_tag("veille/_exports.html")
def exports_de(notices: Iterable[Notice]) -> dict[str, Any]:
    """The files of these notices, in their order."""
    return {"cles": ",".join(str(notice.pk) for notice in notices), "sortes": list(SORTES.values())}


@register.inclusion_tag("veille/_metadonnees.html", takes_context=True)
def metadonnees_de(context: RequestContext, notice: Notice) -> dict[str, Any]:
    """For the head of the page of a notice."""
    fiche = lire(notice)
    adresse = context["request"].build_absolute_uri(notice.get_absolute_url())
    themes = [theme.nom for theme in notice.themes.all()]
    return {
        "elements": metadonnees.dublin_core(fiche, adresse=adresse, themes=themes),
        "schema": _json_ld(metadonnees.schema(fiche, adresse=adresse, themes=themes)),
    }


@register.inclusion_tag("veille/_coins.html")
def coins(notice: Notice) -> dict[str, str]:
    """A span that reference managers read in the page."""
    return {"coins": metadonnees.coins(lire(notice))}


def _json_ld(valeur: dict[str, Any]) -> SafeString:
    """A block of data for search engines: the browser runs nothing of it."""
    texte = json.dumps(valeur, ensure_ascii=False).translate(_ECHAPPES)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(texte))  # noqa: S308
