from celery import shared_task

from communs.tirages import recues
from communs.tirages.querysets import DUREE_MAX

_DURE = int(DUREE_MAX.total_seconds())


@shared_task(soft_time_limit=_DURE - 30, time_limit=_DURE)
def lire_une_liste(pk: int) -> None:
    """Read this list if it still waits (a second delivery of the hint finds nothing to do)."""
    recues.lire(pk)


@shared_task
def balayer() -> None:
    recues.balayer()
