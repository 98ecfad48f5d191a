from celery import shared_task

from communs.livrets import rendu, services
from communs.livrets.querysets import DUREE_MAX

_DURE = int(DUREE_MAX.total_seconds())


@shared_task(soft_time_limit=_DURE - 30, time_limit=_DURE)
def fabriquer(pk: int) -> None:
    """Print this content if it still waits (a second delivery of the hint finds nothing to do)."""
    try:
        services.fabriquer(pk)
    finally:
        rendu.rendre_la_memoire()


@shared_task
def balayer() -> None:
    services.balayer()


@shared_task
def purger() -> None:
    services.purger()
