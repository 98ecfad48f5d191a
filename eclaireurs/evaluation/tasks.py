from celery import shared_task

from eclaireurs.evaluation.conclave import services as conclave
from eclaireurs.evaluation.enquete import purge as enquete
from eclaireurs.evaluation.fete import services as fete
from eclaireurs.evaluation.suivi import annulation


@shared_task
def purger() -> None:
    annulation.purger()
    enquete.purger()
    fete.purger()


@shared_task
def relancer_les_conclaves() -> None:
    conclave.relancer()
