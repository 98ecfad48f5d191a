from celery import shared_task

from communs.reseau import tours


@shared_task
def purger() -> None:
    tours.purger()
