from django import template

register = template.Library()


@register.filter
def siren(numero: str) -> str:
    """Nine digits in three groups, held together by no-break spaces."""
    return "\u00a0".join((numero[:3], numero[3:6], numero[6:]))
