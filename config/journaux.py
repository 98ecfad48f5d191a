"""Structured logs: one JSON object per line, each with the request id that also reaches Celery."""

from typing import Any


def configuration_journaux(*, format: str, niveau: str) -> dict[str, Any]:
    """Return Django's LOGGING; `format` is `json` (production) or `texte` (a terminal)."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {
            "requete": {"()": "django_guid.log_filters.CorrelationId"},
            "sans_adresse": {"()": "communs.web.discretion.SansAdresse"},
        },
        "formatters": {
            "json": {
                "()": "pythonjsonlogger.json.JsonFormatter",
                "format": "%(asctime)s %(levelname)s %(name)s %(correlation_id)s %(message)s",
                "rename_fields": {"correlation_id": "requete", "levelname": "niveau"},
            },
            "texte": {"format": "%(levelname)s %(name)s [%(correlation_id)s] %(message)s"},
        },
        "handlers": {
            "console": {
                "class": "logging.StreamHandler",
                "formatter": format,
                "filters": ["requete", "sans_adresse"],
            }
        },
        "root": {"handlers": ["console"], "level": niveau},
        "loggers": {
            "django_guid": {"level": "WARNING"},
            "django.request": {"level": "ERROR"},
            "fontTools": {"level": "WARNING"},
            "celery.app.trace": {"level": "WARNING"},
            "celery.worker.strategy": {"level": "WARNING"},
        },
    }
