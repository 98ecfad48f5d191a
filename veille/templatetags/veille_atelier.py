from typing import Any

from django import template

from veille.models import Numero
from veille.permissions import est_documentaliste

register = template.Library()


@register.simple_tag(takes_context=True)
def a_l_atelier(context: dict[str, Any]) -> bool:
    """Whether the reader has something to do at the desk."""
    identite = context["request"].identite
    return est_documentaliste(identite) or Numero.objects.de_l_atelier(identite).exists()
