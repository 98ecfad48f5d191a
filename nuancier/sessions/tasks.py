from celery import shared_task

from nuancier.sessions import suivi


@shared_task
def suivre() -> None:
    """Ask what became of « lundi »; twice at once, each person is still written to once."""
    suivi.suivre()


@shared_task
def purger() -> None:
    suivi.purger()
