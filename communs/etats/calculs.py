"""Values as the journal keeps them."""

from datetime import date, datetime
from typing import Any


def en_texte(valeur: Any) -> str:
    """A field's value as text, the same at each writing: dates in ISO 8601, nothing as an empty text."""
    if valeur is None:
        return ""
    if isinstance(valeur, bool):
        return "oui" if valeur else "non"
    if isinstance(valeur, datetime | date):
        return valeur.isoformat()
    return str(valeur)
