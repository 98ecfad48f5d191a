"""What a name may hold: it is shown to others, and sent by mail to people who asked nothing."""

import re
import unicodedata

from django.core.exceptions import ValidationError

# Letters for Unicode, blanks for the eye: the Hangul fillers.
BLANCS = frozenset("\u115f\u1160\u3164\uffa0")
# A dot (or what browsers read as one) stuck to two letters: mail readers make a link of it.
DOMAINE = re.compile(r"[^\s.][.。．｡][^\W\d_]{2,}")


def valider(nom: str) -> None:
    """Raise ValidationError (French) for a name that hides something, says nothing or carries a link."""
    if any(unicodedata.category(c) in {"Cc", "Cf", "Zl", "Zp"} or c in BLANCS for c in nom):
        raise ValidationError("Ce nom contient un caractère invisible : saisissez-le de nouveau.")
    if not any(c.isalnum() for c in nom):
        raise ValidationError("Un nom contient au moins une lettre ou un chiffre.")
    if "://" in nom or "www." in nom.casefold():
        raise ValidationError("Un nom ne contient pas d’adresse de site.")
    if DOMAINE.search(nom):
        raise ValidationError("Un nom ne contient pas d’adresse de site : mettez une espace après un point.")


def acceptable(nom: str) -> str:
    """The name, or nothing if it may not be shown: for names that somebody else gives."""
    try:
        valider(nom)
    except ValidationError:
        return ""
    return nom
