"""The version of a fête, that its live screens compare (`communs.web.versions`)."""

from uuid import UUID

from django.db.models import F

from communs.web.versions import Version
from eclaireurs.evaluation.fete.models import Fete


def _relire(uuid: UUID) -> int | None:
    return Fete.objects.filter(uuid=uuid).values_list("tour", flat=True).first()


_FETE = Version("fete", _relire)
lire = _FETE.lire


def tourner(fete: Fete) -> None:
    """Something that the screens show has changed, in this transaction."""
    Fete.objects.filter(pk=fete.pk).update(tour=F("tour") + 1)
    _FETE.perimer(fete.uuid)
