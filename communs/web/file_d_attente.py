"""Tell the queue that a row waits. The row is the truth, the queue a hint: a sweep finds what it misses."""

import logging
import time

from celery import current_app
from kombu.exceptions import KombuError
from redis.exceptions import RedisError

journal = logging.getLogger(__name__)

REPIT = 5.0  # seconds during which a queue that did not answer is left alone: pages must not wait for it
_absente_jusqua = 0.0


def prevenir(tache: str, *args: object) -> None:
    """Send a task by its name. Redis away: a warning, and the sweep of its room does the work."""
    global _absente_jusqua
    if time.monotonic() < _absente_jusqua:
        return
    try:
        current_app.send_task(tache, args=args)
    except (KombuError, RedisError, OSError) as erreur:
        _absente_jusqua = time.monotonic() + REPIT
        journal.warning("File d’attente injoignable, le balayage fera %s%s : %s", tache, args, erreur)
