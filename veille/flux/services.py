"""What calendars must learn of a change."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from communs.web.cache_pages import perimer_pages
from veille.models import RendezVous


@transaction.atomic
def noter_changement(*rendez_vous: RendezVous) -> None:
    """Tell the calendars that hold these entries that they changed, were cancelled, or are back.

    A program keeps what it has until SEQUENCE grows. Call it in the transaction of the change, for an entry
    that has been public once; for all those of an issue when it is published again. The entries given then
    carry their new `sequence` and `modifie_le`.
    """
    maintenant = timezone.now()
    cles = [entree.pk for entree in rendez_vous]
    RendezVous.objects.filter(pk__in=cles).update(sequence=F("sequence") + 1, modifie_le=maintenant)
    for entree in rendez_vous:
        entree.refresh_from_db(fields=["sequence", "modifie_le"])
    perimer_pages()
