"""A real SMTP server on the loopback, whose moods a test chooses."""

import asyncio
import contextlib
import socket
import threading
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from email.policy import default

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


def port_libre() -> int:
    with socket.socket() as prise:
        prise.bind(("127.0.0.1", 0))
        return prise.getsockname()[1]


class Boite:
    """Receives mails; `rcpt` and `data` are the answers given at these steps (None: accept)."""

    def __init__(self) -> None:
        self.port = port_libre()
        self.recus: list[Message] = []
        self.donnees_arrivees = threading.Event()
        self.reprendre = threading.Event()
        self.reprendre.set()
        self.rcpt: str | None = None
        self.data: str | None = None
        self.couper_pendant_data = False
        self._controleur: Controller | None = None

    def ouvrir(self) -> None:
        self._controleur = Controller(self, hostname="127.0.0.1", port=self.port)
        self._controleur.start()

    def fermer(self) -> None:
        self.reprendre.set()
        if self._controleur is not None:
            with contextlib.suppress(RuntimeError):
                self._controleur.stop()
            self._controleur = None

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list
    ) -> str:
        if self.rcpt is not None:
            return self.rcpt.format(adresse=address)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.data is not None:
            return self.data
        self.recus.append(message_from_bytes(envelope.content, policy=default))
        self.donnees_arrivees.set()
        while not self.reprendre.is_set():
            await asyncio.sleep(0.02)
        if self.couper_pendant_data:
            server.transport.abort()
        return "250 OK"


@pytest.fixture
def smtp(settings) -> Iterator[Boite]:
    """The server to which this test's mails go, already open."""
    boite = Boite()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = boite.port
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_TIMEOUT = 5
    boite.ouvrir()
    yield boite
    boite.fermer()
