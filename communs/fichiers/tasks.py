from celery import shared_task

from communs.fichiers import preparation
from communs.fichiers.querysets import DUREE_MAX

_DURE = int(DUREE_MAX.total_seconds())


@shared_task(soft_time_limit=_DURE - 30, time_limit=_DURE)
def traiter(pk: int) -> None:
    """Prepare this file if it still waits (a second delivery of the hint finds nothing to do)."""
    preparation.traiter(pk)


@shared_task
def balayer() -> None:
    preparation.balayer()


@shared_task
def purger() -> None:
    preparation.purger()
