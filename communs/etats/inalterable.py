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
    before anything else runs in this one (an error shuts it too: its savepoint takes the setting back).
    Triggers ask `public.purge_ouverte(portee)`.
    """
    with transaction.atomic():
        avant = _regler(str(portee))
        yield
        _regler(avant)


def _regler(valeur: str) -> str:
    """Set the door and return what it was."""
    with connection.cursor() as curseur:
        curseur.execute(
            "SELECT coalesce(current_setting(%s, true), ''), set_config(%s, %s, true)",
            [REGLAGE, REGLAGE, valeur],
        )
        return curseur.fetchone()[0]
