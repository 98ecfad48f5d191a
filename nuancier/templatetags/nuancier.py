"""What every page of the chart needs: colours, sentences, the source and its licence."""

import json
from typing import Any
from urllib.parse import urlsplit

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from nuancier import calculs, couleurs
from nuancier.enums import GenreRessource
from nuancier.fiches import FicheModule, FicheRessource, lire_module
from nuancier.models import Module, Nuancier

register = template.Library()

# So that no text can end the block of data it stands in.
_ECHAPPES = {ord(signe): f"\\u{ord(signe):04x}" for signe in "<>&"}

_ONGLETS = (
    ("accueil", "L’éventail"),
    ("recherche", "Chercher"),
    ("parcours", "Parcours"),
    ("comparer", "Comparer"),
    ("mode_emploi", "Mode d’emploi"),
    ("a_completer", "À compléter"),
)


@register.filter
def nuance(code: str) -> str:
    """`<p class="peint {{ teinte.code|nuance }}">`: the classes of a teinte's colour."""
    return couleurs.classes(code)


@register.filter
def couleur(numero: int) -> str:
    """`<section class="{{ famille.numero|couleur }}">`: the class of a family's colours."""
    return couleurs.classe_famille(numero)


@register.filter
def abrege(module: Module) -> str:
    """« une à deux journées, 12 personnes au plus pour 1 formateur »: a module in a list."""
    fiche = lire_module(module)
    dits = (calculs.dire_format(fiche), calculs.dire_duree(fiche), calculs.dire_jauge(fiche))
    return ", ".join(dit for dit in dits if dit)


@register.filter
def genre(ressource: FicheRessource) -> str:
    """« Ouvrage », « Site »."""
    return str(GenreRessource(ressource.genre).label)


@register.filter
def dits(module: FicheModule) -> list[calculs.Dit]:
    """What the chart says of a module, line by line."""
    return calculs.dire_module(module)


@register.filter
def demi_journees(module: FicheModule) -> list[bool]:
    """One entry per half-day that the module may last: True for those it always takes."""
    return [rang < (module.duree_min or 0) for rang in range(module.duree_max or 0)]


@register.filter
def hote(adresse: str) -> str:
    """The site behind a link: `www.la27eregion.fr` says `la27eregion.fr`."""
    return (urlsplit(adresse).hostname or adresse).removeprefix("www.")


@register.filter
def notice(ressource: FicheRessource) -> str:
    """What follows the title of a record."""
    return calculs.dire_notice(ressource)


@register.filter
def langue(ressource: FicheRessource) -> str:
    """« en anglais », for a record that is not in French."""
    return {"fr": "", "en": "en anglais", "es": "en espagnol", "de": "en allemand"}.get(
        ressource.langue, ressource.langue
    )


@register.simple_tag
def json_ld(valeur: dict[str, Any]) -> SafeString:
    """A block of data for search engines: the browser runs nothing of it."""
    texte = json.dumps(valeur, ensure_ascii=False).translate(_ECHAPPES)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(texte))  # noqa: S308


@register.simple_tag
def onglets_du_nuancier() -> list[tuple[str, str]]:
    """The pages of the room that exist: (address, name)."""
    ouverts = []
    for nom, libelle in _ONGLETS:
        try:
            ouverts.append((reverse(f"nuancier:{nom}"), libelle))
        except NoReverseMatch:
            continue
    return ouverts


@register.inclusion_tag("nuancier/_source.html", takes_context=True)
def source_du_nuancier(context: dict[str, Any]) -> dict[str, Any]:
    """Source, attribution and licence, as the chart's row says them (the view's row when it has one)."""
    return {"nuancier": context.get("nuancier") or Nuancier.objects.order_by("pk").first()}
