from celery import shared_task
from django.core.management import call_command

from communs.collectivites import services


@shared_task
def purger() -> None:
    """Erase what the register of processing activities says is no longer kept."""
    services.purger()
    call_command("clearsessions")
