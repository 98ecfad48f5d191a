"""How templates say a notice and a date: see `veille.lecture.presentation`."""

from django import template

from veille.dates import en_clair
from veille.lecture import presentation

register = template.Library()

register.filter("reference", presentation.ligne_en_html)
register.filter("quand", presentation.dates_en_clair)
register.filter("en_clair", en_clair)


@register.filter
def enumere(choses: list[object]) -> str:
    """`{{ rendez_vous.organisateurs|enumere }}`: « un, deux et trois »."""
    return presentation.enumerer([str(chose) for chose in choses]) if choses else ""


@register.filter
def moment(notice: object, vecu: object) -> str:
    """`{{ notice|moment:m }}`: « soutenue le 5 février 2018 »."""
    return presentation.moment_en_clair(notice, vecu.genre, vecu.date)  # type: ignore[arg-type, attr-defined]
