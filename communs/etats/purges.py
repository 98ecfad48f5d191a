"""Emptying a bin: each thing on its own, so that one that resists keeps no other."""

import logging
from collections.abc import Callable
from typing import TypeVar

from django.db import DatabaseError, transaction
from django.db.models import F, Model, Q, QuerySet

traces = logging.getLogger(__name__)

M = TypeVar("M", bound=Model)


def a_refaire(purge: str, *fins: str) -> Q:
    """Those never purged, or that ended again since: what opened after its purge holds other people."""
    refaire = Q(**{purge: None})
    for fin in fins:
        refaire |= Q(**{f"{purge}__lt": F(fin)})
    return refaire


def purger(perimes: QuerySet[M], effacer: Callable[[M], object]) -> int:
    """Erase these rows, each locked and asked for again in a transaction of its own; return how many were.

    One that was taken back meanwhile stays; one that resists is logged.
    """
    effaces = 0
    for pk in list(perimes.values_list("pk", flat=True)):
        try:
            with transaction.atomic():
                objet = perimes.select_for_update(of=("self",)).filter(pk=pk).first()
                if objet is not None:
                    effacer(objet)
                    effaces += 1
        except DatabaseError:
            traces.exception("Purge impossible : %s %s", perimes.model._meta.label, pk)
    return effaces
