"""Codes that people read on a wall and type on a phone: short-lived, their guessing counted by the room."""

import secrets

# No letter or figure that is mistaken for another, read aloud or on a wall.
LETTRES = "ACDEFGHJKMNPQRTUVWXY34679"
LONGUEUR = 6


def nouveau_code(longueur: int = LONGUEUR) -> str:
    return "".join(secrets.choice(LETTRES) for _ in range(longueur))


def lire_code(saisi: str) -> str:
    """The code as it is stored, from what somebody typed: spaces, dashes and case do not count."""
    return "".join(c for c in saisi.upper() if c.isalnum())


def code_lisible(code: str) -> str:
    """Cut in two halves by a dash; empty for no code."""
    milieu = len(code) // 2
    return f"{code[:milieu]}-{code[milieu:]}" if code else ""
