from celery import shared_task

from nuancier.parcours import services


@shared_task
def purger() -> None:
    services.purger()
