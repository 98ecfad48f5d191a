"""Rows that wait for a visit: each claimed in its own short transaction, visited outside of any, then noted.

A worker killed in between leaves a claim that ends by itself, and loses nothing.
"""

import time
from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

from django.db import transaction
from django.db.models import Model, Q, QuerySet
from django.utils import timezone

# A claim older than this belongs to a dead worker; a visit takes two minutes at most.
DELAI_RECLAMATION = timedelta(minutes=10)

M = TypeVar("M", bound=Model)


@transaction.atomic
def reclamer(attendent: QuerySet[M], champ: str) -> M | None:
    """Take the first of these rows that nobody visits; None when there is none.

    `champ` is the column that says since when it is claimed.
    """
    maintenant = timezone.now()
    libres = Q(**{champ: None}) | Q(**{f"{champ}__lt": maintenant - DELAI_RECLAMATION})
    ligne = attendent.select_for_update(skip_locked=True).filter(libres).first()
    if ligne is not None:
        setattr(ligne, champ, maintenant)
        ligne.save(update_fields=[champ])
    return ligne


def parcourir(duree: float, prendre: Callable[[], M | None], visiter: Callable[[M], None]) -> int:
    """Take and visit, one after another, until nothing waits; return how many were.

    After `duree` seconds no other is taken: the next run finds this one finished.
    """
    fin, vues = time.monotonic() + duree, 0
    while time.monotonic() < fin and (ligne := prendre()) is not None:
        visiter(ligne)
        vues += 1
    return vues
