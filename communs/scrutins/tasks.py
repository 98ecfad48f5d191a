from celery import shared_task

from communs.scrutins import heures


@shared_task
def suivre_les_heures() -> None:
    heures.suivre()
