from celery import shared_task

from veille.imports import services


@shared_task
def purger() -> None:
    services.purger()
