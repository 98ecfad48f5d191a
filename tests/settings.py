"""The platform's own settings with what a test run must see: errors, never silence."""

import os

from config.settings import *  # noqa: F403
from config.settings import CACHES, DATABASES, INSTALLED_APPS, LOGGING, MIDDLEWARE, REDIS_URL, TEMPLATES
from tests.outils.gabarits_stricts import VariableAbsente

# Each pytest-xdist process has two Redis databases of its own: cache and broker.
_processus = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
_redis = REDIS_URL.split("?")[0]
REDIS_URL = CACHES["default"]["LOCATION"] = f"{_redis}?db={2 * _processus + 1}"
CELERY_BROKER_URL = (
    f"{_redis.replace('unix://', 'redis+socket://')}?virtual_host={2 * _processus + 2}"
    if _redis.startswith("unix://")
    else f"{_redis.rstrip('/')}/{2 * _processus + 2}"
)
DATABASES["default"]["CONN_MAX_AGE"] = 0

# The same in every environment that runs the tests.
VIGIE_ADRESSE = "http://testserver"
VIGIE_DEMO = False

# Plain names for static files: no manifest to build before a test.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# A room that holds keys to files, so that `fichiers` is tested without any real one.
INSTALLED_APPS = [*INSTALLED_APPS, "tests.fichiers.essai"]
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MIDDLEWARE = ["tests.outils.lecture_seule.refuser_les_ecritures_en_lecture", *MIDDLEWARE]
LOGGING["root"]["level"] = "ERROR"
_options: dict = TEMPLATES[0]["OPTIONS"]  # type: ignore[assignment]
_options["string_if_invalid"] = VariableAbsente("absente")
