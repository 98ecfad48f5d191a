from django import template

from nuancier.models import Teinte
from nuancier.vie.resume import Vie, lire_la_vie

register = template.Library()


@register.simple_tag
def vie_de(teinte: Teinte) -> Vie:
    """`{% vie_de teinte as vie %}`: comments, versions, gaps and dead links, for `_vie_teinte.html`."""
    return lire_la_vie(teinte)
