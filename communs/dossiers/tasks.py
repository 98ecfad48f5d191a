from celery import shared_task

from communs.dossiers import services


@shared_task
def purger() -> None:
    services.purger()
