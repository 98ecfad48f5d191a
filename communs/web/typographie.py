"""French typography and plural: espaces insécables, guillemets, 0 is singular."""

import re

INSECABLE = "\u00a0"
FINE = "\u202f"

_AVANT_DOUBLE = re.compile(r"[ \u00a0\u202f]*([;!?»])(?=[\s\u00a0)»]|$)")
_AVANT_DEUX_POINTS = re.compile(r"[ \u00a0\u202f]+:(?=\s|$)")
_APRES_OUVRANT = re.compile(r"«[ \u00a0\u202f]*")


def typographier(texte: str) -> str:
    """Put the non-breaking spaces and apostrophes French asks for into plain text."""
    texte = texte.replace("'", "’")
    texte = _APRES_OUVRANT.sub(f"«{INSECABLE}", texte)
    texte = _AVANT_DOUBLE.sub(lambda m: (INSECABLE if m[1] == "»" else FINE) + m[1], texte)
    return _AVANT_DEUX_POINTS.sub(f"{INSECABLE}:", texte)


def accorder(nombre: int, formes: str) -> str:
    """Choose the form for `nombre` in « singulier,pluriel »; in French 0 and 1 are singular."""
    singulier, pluriel = formes.split(",")
    return singulier if abs(nombre) < 2 else pluriel
