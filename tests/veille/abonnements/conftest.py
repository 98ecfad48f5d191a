from collections.abc import Iterator

import pytest

from tests.courrier.conftest import smtp
from tests.outils.veille_abonnements import Facteur

__all__ = ["facteur", "smtp"]


@pytest.fixture
def facteur(settings) -> Iterator[Facteur]:
    """The server to which this test's mails go, already open."""
    present = Facteur()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", present.port
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_TIMEOUT = 5
    present.ouvrir()
    yield present
    present.fermer()
