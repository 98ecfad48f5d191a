"""Rows that the database refuses to alter, and the one door by which a deleted affair takes them along."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import connection, transaction

REGLAGE = "vigie.purge"


@contextmanager
def porte_de_purge(portee: UUID) -> Iterator[None]:
    """Within, the unalterable rows of this affair, and of no other, may be deleted.

    The door is a setting of the transaction: nobody else's transaction sees it open, and it shuts
    before anything else runs in this one. Triggers ask `public.purge_ouverte(portee)`.
    """
    with transaction.atomic():
        _regler(str(portee))
        yield
        _regler("")


def _regler(valeur: str) -> None:
    with connection.cursor() as curseur:
        curseur.execute("SELECT set_config(%s, %s, true)", [REGLAGE, valeur])
