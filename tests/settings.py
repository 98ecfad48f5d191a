"""The platform's own settings with what a test run must see: errors, never silence."""

from config.settings import *  # noqa: F403
from config.settings import CACHES, LOGGING, MIDDLEWARE, TEMPLATES

# Plain names for static files: no manifest to build before a test.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MIDDLEWARE = ["tests.outils.lecture_seule.refuser_les_ecritures_en_lecture", *MIDDLEWARE]
LOGGING["root"]["level"] = "ERROR"
CACHES["default"]["KEY_PREFIX"] = "test"
TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = ""
