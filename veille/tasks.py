"""Celery tasks of the veille, for Celery to find; each theme has its own."""

from veille.abonnements import tasks as abonnements  # noqa: F401
from veille.imports import tasks as imports  # noqa: F401
from veille.notices import tasks as notices  # noqa: F401
from veille.panier import tasks as panier  # noqa: F401
from veille.redaction import tasks as redaction  # noqa: F401
