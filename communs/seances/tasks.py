from celery import shared_task

from communs.seances import services


@shared_task
def purger() -> None:
    services.purger()
