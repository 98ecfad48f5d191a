from celery import shared_task

from eclaireurs import services
from eclaireurs.essais import services as essais


@shared_task
def purger() -> None:
    services.purger()


@shared_task(soft_time_limit=540, time_limit=570)
def entretenir_les_essais() -> None:
    essais.entretenir()
