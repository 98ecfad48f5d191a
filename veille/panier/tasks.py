"""Reading the sources, forgetting what was discarded."""

from celery import shared_task

from veille.panier import collecte


@shared_task
def collecter() -> None:
    collecte.collecter()


@shared_task
def purger() -> None:
    collecte.purger()
