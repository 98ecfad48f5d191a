"""Values as the journal keeps them."""

from datetime import date, datetime
from typing import Any

from django.db import models


def en_texte(valeur: Any) -> str:
    """A field's value as text, the same at each writing: dates in ISO 8601, nothing as an empty text.

    A row is its identifier, never its name: what is written here is never altered, people can be erased.
    """
    if valeur is None:
        return ""
    if isinstance(valeur, bool):
        return "oui" if valeur else "non"
    if isinstance(valeur, datetime | date):
        return valeur.isoformat()
    if isinstance(valeur, models.Model):
        return str(getattr(valeur, "uuid", valeur.pk))
    return str(valeur)
