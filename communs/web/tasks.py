from celery import shared_task

from communs.web import sante


@shared_task(expires=60)
def battre() -> None:
    """A worker's sign of life, asked for by beat."""
    sante.battre()
