"""Anchors and keys: slugs, each used once."""

from django.utils.text import slugify

CLE_MAX = 70


def cle_libre(titre: str, prises: set[str]) -> str:
    """A slug of this title that is not taken yet; it is from now on."""
    base = slugify(titre.replace("œ", "oe").replace("’", " "))[:CLE_MAX].strip("-") or "sans-titre"
    cle, rang = base, 1
    while cle in prises:
        rang += 1 if rang < 9 else len(prises)  # a thousand times the same title is no long search
        cle = f"{base}-{rang}"
    prises.add(cle)
    return cle
