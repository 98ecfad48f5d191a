"""Numbered siblings: the next number, moving one up or down, closing the gap one leaves.

Their unique constraint is deferred, so that two numbers may change places in one transaction. The
caller holds the lock on the parent's row.
"""

from django.db import models
from django.db.models import F, Max


def prochain_numero(freres: models.QuerySet) -> int:
    """One more than the greatest number of these rows."""
    return (freres.aggregate(plus_grand=Max("numero"))["plus_grand"] or 0) + 1


def deplacer(objet: models.Model, freres: models.QuerySet, *, vers_le_haut: bool) -> bool:
    """Let `objet` change places with its neighbour; False when it has none on that side."""
    numero: int = objet.numero  # type: ignore[attr-defined]
    if vers_le_haut:
        voisin = freres.filter(numero__lt=numero).order_by("-numero").first()
    else:
        voisin = freres.filter(numero__gt=numero).order_by("numero").first()
    if voisin is None:
        return False
    freres.filter(pk=voisin.pk).update(numero=numero)
    freres.filter(pk=objet.pk).update(numero=voisin.numero)
    return True


def refermer(freres: models.QuerySet, numero: int) -> None:
    """Bring back by one those that came after a deleted row."""
    freres.filter(numero__gt=numero).update(numero=F("numero") - 1)
