"""One visit at a time per site, all workers together, and a pause between two.

A row of the database rather than a lock in Redis: it holds when Redis is away, every worker reads the same
clock, and what a site asked for (Retry-After) survives a restart.
"""

import time
import uuid
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import transaction
from django.db.models.functions import Now

from communs.reseau.enums import Etat
from communs.reseau.erreurs import VisiteManquee
from communs.reseau.models import Hote

PAS = 0.5  # seconds between two looks at a site that somebody else visits


@dataclass(frozen=True)
class Tour:
    hote: str
    jeton: uuid.UUID = field(default_factory=uuid.uuid4)


def prendre(hote: str, *, bail: float, attente: float) -> Tour:
    """Wait at most `attente` seconds for the turn to visit `hote`, kept `bail` seconds at most.

    Raise VisiteManquee (PATIENCE) when it does not come. Never inside a transaction, whose lock would
    keep every other worker waiting: RuntimeError.
    """
    tour, fin = Tour(hote), time.monotonic() + attente
    while not _reclamer(tour, bail):
        lue = Hote.objects.filter(nom=hote).values_list("libre_le", "jeton", Now()).first()
        if lue is None:
            continue  # purged in between
        libre_le, jeton, maintenant = lue
        secondes = (libre_le - maintenant).total_seconds()
        if jeton is not None:
            secondes = min(secondes, PAS)  # its visitor may well be done before
        if secondes > 0 and time.monotonic() + secondes > fin:
            raise VisiteManquee(
                Etat.PATIENCE,
                "Ce site a été visité à l’instant ou demande une pause : la visite est remise à plus tard.",
                revenir_le=libre_le,
            )
        time.sleep(max(secondes, 0.01))
    return tour


def _reclamer(tour: Tour, bail: float) -> bool:
    """Mark the site as visited by us, if it is free; one statement decides between two workers."""
    libre_le = Now() + timedelta(seconds=bail)
    with transaction.atomic(durable=True):
        if not Hote.objects.filter(nom=tour.hote).exists():
            Hote.objects.bulk_create([Hote(nom=tour.hote, libre_le=Now())], ignore_conflicts=True)
        return Hote.objects.libres().filter(nom=tour.hote).update(libre_le=libre_le, jeton=tour.jeton) == 1


def rendre(tour: Tour, *, pause: float) -> None:
    """Free the site, `pause` seconds from now; nothing if the turn had run out and somebody has it."""
    Hote.objects.filter(nom=tour.hote, jeton=tour.jeton).update(
        libre_le=Now() + timedelta(seconds=pause), jeton=None
    )


def purger() -> int:
    """Forget sites that nobody has visited for a month; their number."""
    return Hote.objects.oublies().delete()[0]
