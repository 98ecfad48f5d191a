"""Celery tasks of the Nuancier, for Celery to find; each theme has its own."""

from nuancier.parcours import tasks as parcours  # noqa: F401
from nuancier.sessions import tasks as sessions  # noqa: F401
from nuancier.vie import tasks as vie  # noqa: F401
