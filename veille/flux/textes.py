"""What every format given to machines needs of a text and of an address."""

import re

from django.conf import settings

# What XML 1.0 cannot carry, escaped or not: a feed with one such character is read by nobody.
_HORS_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def propre(texte: str) -> str:
    """The text without the characters that XML and calendars cannot hold."""
    return _HORS_XML.sub("", texte)


def est_propre(texte: str) -> bool:
    return _HORS_XML.search(texte) is None


def absolue(chemin: str) -> str:
    """The whole address of a path of the platform, whatever name the request called it by."""
    return settings.VIGIE_ADRESSE + chemin
