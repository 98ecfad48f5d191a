from celery import shared_task
from django.utils import timezone

from sonar import barometre


@shared_task
def publier_barometre() -> None:
    """Take today's snapshot; a second run the same day changes nothing that was published."""
    barometre.publier(jour=timezone.localdate())
