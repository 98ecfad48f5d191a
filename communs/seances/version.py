"""The version of a séance, that its live screens compare (`communs.web.versions`)."""

from communs.seances import activites
from communs.seances.models import Seance
from communs.web.versions import Version


def _relire(pk: int) -> int | None:
    return Seance.objects.filter(pk=pk).values_list("version", flat=True).first()


_SALLE = Version("seance", _relire)
de_la_salle = _SALLE.lire  # by primary key: what participants see


def du_bureau(seance: Seance) -> str:
    """For who leads: also how many people came and answered. Counted each time: those screens are few."""
    return f"{seance.version}.{seance.participations.count()}.{activites.mesurer(seance)}"


def perimer(seance: Seance) -> None:
    """The room has something else to see, once this transaction is committed."""
    _SALLE.perimer(seance.pk)
