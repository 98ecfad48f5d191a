from celery import shared_task

from eclaireurs.evaluation.suivi import annulation


@shared_task
def purger() -> None:
    annulation.purger()
