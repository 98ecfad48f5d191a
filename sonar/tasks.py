from celery import shared_task
from django.utils import timezone

from sonar import barometre
from sonar.fabrique import services as fabrique


@shared_task
def publier_barometre() -> None:
    """Take today's snapshot; a second run the same day changes nothing that was published."""
    barometre.publier(jour=timezone.localdate())


@shared_task
def purger_les_fiches() -> None:
    """Erase what was taken out of fiches longer ago than its delay."""
    fabrique.purger()
