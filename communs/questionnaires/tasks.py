from celery import shared_task

from communs.questionnaires import par_lien


@shared_task
def purger() -> None:
    par_lien.purger()
