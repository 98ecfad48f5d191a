from celery import shared_task

from eclaireurs import services


@shared_task
def purger() -> None:
    services.purger()
