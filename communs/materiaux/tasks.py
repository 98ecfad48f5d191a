from celery import shared_task

from communs.materiaux import services


@shared_task
def purger() -> None:
    services.purger()
