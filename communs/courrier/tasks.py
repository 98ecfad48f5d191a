from celery import shared_task

from communs.courrier import services


@shared_task
def envoyer(pk: int) -> None:
    """Send this mail if it is still waiting (a second delivery of the hint finds nothing to do)."""
    services.envoyer(pk)


@shared_task
def balayer() -> None:
    services.balayer()


@shared_task
def purger() -> None:
    services.purger()
