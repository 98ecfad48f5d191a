"""Tags and filters available in every template (registered as builtins)."""

from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

from communs.web import markdown as redaction
from communs.web import typographie

register = template.Library()


@register.filter
def accorde(nombre: int, formes: str) -> str:
    """`{{ n }} {{ n|accorde:"réponse,réponses" }}`."""
    return typographie.accorder(nombre, formes)


@register.filter
def taille(octets: int) -> str:
    """`{{ fichier.taille|taille }}`: 2,5 Mo, where Django's `filesizeformat` would say Mio."""
    return typographie.taille(octets)


@register.filter
def markdown(texte: str) -> SafeString:
    """`{{ numero.editorial|markdown }}`: the text with its marks, cleaned of all that could do harm."""
    return mark_safe(redaction.en_html(texte))  # noqa: S308 (nh3 has cleaned it)


@register.simple_tag(takes_context=True)
def peut(context: dict[str, Any], verbe: str, objet: object = None) -> bool:
    """`{% peut "collectivites.inviter" collectivite as autorise %}`: the same rule as `autoriser`."""
    return context["request"].identite.peut(verbe, objet)
