from celery import shared_task

from communs.echeances import relances, services


@shared_task
def relancer() -> None:
    """Write the reminders of this moment; twice at once, each person is still written to once."""
    relances.relancer()


@shared_task
def purger() -> None:
    services.purger()
