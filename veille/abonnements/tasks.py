from celery import current_app, shared_task

from veille.abonnements import envois, expedition, services
from veille.abonnements.models import Envoi


@shared_task
def envoyer(pk: int) -> None:
    """Send for a while, then let other tasks pass before going on."""
    if expedition.expedier(pk):
        current_app.send_task("veille.abonnements.tasks.envoyer", args=[pk])


@shared_task
def balayer() -> None:
    """Find what the queue forgot, or a dead worker left; whoever already sends is not doubled."""
    for pk in Envoi.objects.a_faire().order_by("pk").values_list("pk", flat=True):
        envois.prevenir(pk)


@shared_task
def purger() -> None:
    services.purger()
