"""Texts fit for XML 1.0 and for the bounds of a format."""

import re

# Signs that no XML document may hold, even escaped.
_INTERDITS = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def propre(texte: str) -> str:
    """Without the signs that XML forbids, and without borders."""
    return _INTERDITS.sub("", texte.replace("\r\n", "\n").replace("\r", "\n")).strip()


def borner(texte: str, longueur: int) -> str:
    """At most `longueur` characters, cut between two words with an ellipsis."""
    texte = propre(texte)
    if len(texte) <= longueur:
        return texte
    debut = texte[: longueur - 1]
    coupe = debut.rsplit(None, 1)[0] if len(debut.split(None, 1)) > 1 else debut
    return f"{coupe.rstrip(' ,;:.')}…"
