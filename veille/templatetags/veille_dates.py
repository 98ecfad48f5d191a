"""Dates with their precision, in templates."""

from django import template

from veille.dates import en_clair

register = template.Library()


@register.filter
def date_precise(texte: str) -> str:
    """`{{ notice.date|date_precise }}`: « septembre 2018 », « automne 2018 »."""
    return en_clair(texte)
