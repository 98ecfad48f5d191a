from celery import shared_task

from veille.notices import services


@shared_task
def purger() -> None:
    services.purger()
