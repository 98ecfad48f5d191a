"""The nightly check of the links, and the morning mail to the editors."""

from celery import shared_task

from nuancier.vie import annonces, liens


@shared_task
def preparer_la_verification() -> None:
    liens.preparer()


@shared_task
def verifier_les_liens() -> None:
    liens.verifier_ceux_qui_attendent()


@shared_task
def annoncer_les_propositions() -> None:
    annonces.annoncer()
