"""What the making of issues leaves to the workers."""

from celery import shared_task

from veille.numeros import ecriture, services
from veille.redaction import liens


@shared_task
def publier_a_l_heure() -> None:
    services.publier_ceux_qui_attendent()


@shared_task
def visiter_les_liens() -> None:
    liens.visiter_ceux_qui_attendent()


@shared_task
def purger() -> None:
    ecriture.purger()
    liens.purger()
