"""SIREN: nine digits whose Luhn sum is a multiple of ten (Insee)."""

from django.core.exceptions import ValidationError


def normaliser(saisie: str) -> str:
    """Strip the spaces people type or paste between the groups of digits."""
    return "".join(saisie.split())


def valider(siren: str) -> None:
    """Raise ValidationError (French) unless `siren` is a well-formed SIREN."""
    if len(siren) != 9 or not (siren.isascii() and siren.isdigit()):
        raise ValidationError("Un SIREN compte neuf chiffres, par exemple 200 046 977.")
    if siren == "0" * 9:
        raise ValidationError("Ce numéro n’est pas un SIREN : vérifiez les chiffres saisis.")
    doubles = (int(c) * (1 + rang % 2) for rang, c in enumerate(reversed(siren)))
    if sum(d - 9 if d > 9 else d for d in doubles) % 10:
        raise ValidationError("Ce numéro n’est pas un SIREN : vérifiez les chiffres saisis.")
