"""The places of an envoi: how many workers send it at once, and what a dead one held.

A place is a lock of a PostgreSQL session: when a worker dies, the server frees it at once, and whoever takes
the place next settles what its predecessor held. No clock tells the dead from the slow.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection
from django.utils import timezone

from veille.abonnements.enums import EtatRemise
from veille.abonnements.models import Envoi, Remise

CLASSE = 0x5645  # of our advisory locks, apart from those of others
COUPE = "Le processus d’envoi s’est arrêté pendant la remise."


@contextmanager
def une_place(envoi: Envoi) -> Iterator[int | None]:
    """A free place among those allowed (None: all are held), what dead workers left being settled first."""
    tenue = None
    occupees = Remise.objects.filter(envoi=envoi, etat__in=(EtatRemise.RECLAME, EtatRemise.EN_VOL))
    places = occupees.order_by().values_list("place", flat=True).distinct()
    laissees = {place for place in places if place is not None}
    with connection.cursor() as curseur:
        for place in sorted(laissees | set(range(settings.VIGIE_ENVOIS_PARALLELES))):
            if not _verrou(curseur, "pg_try_advisory_lock", envoi, place):
                continue
            _solder(envoi, place)
            if tenue is None and place < settings.VIGIE_ENVOIS_PARALLELES:
                tenue = place
            else:
                _verrou(curseur, "pg_advisory_unlock", envoi, place)
        try:
            yield tenue
        finally:
            if tenue is not None:
                # After an error of ours too, nothing stays claimed.
                _solder(envoi, tenue)
                _verrou(curseur, "pg_advisory_unlock", envoi, tenue)


def _verrou(curseur: object, fonction: str, envoi: Envoi, place: int) -> bool:
    cle = (CLASSE << 48) | (envoi.pk << 4) | place
    curseur.execute(f"SELECT {fonction}(%s)", [cle])  # type: ignore[attr-defined]
    return curseur.fetchone()[0]  # type: ignore[attr-defined]


def _solder(envoi: Envoi, place: int) -> None:
    """Whoever held this place is gone: what it was handing over is uncertain, the rest goes back."""
    tenues = Remise.objects.filter(envoi=envoi, place=place)
    tenues.filter(etat=EtatRemise.EN_VOL).update(
        etat=EtatRemise.INCERTAIN, erreur=COUPE, place=None, fini_le=timezone.now()
    )
    tenues.filter(etat=EtatRemise.RECLAME).update(etat=EtatRemise.A_ENVOYER, place=None)
