"""Real Celery workers in processes of their own, a queue that does not answer, hands at work together."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from celery import current_app
from django.conf import settings as reglages
from django.db import connection

from communs.web import file_d_attente


def attendre(condition: Callable[[], bool], quoi: str) -> None:
    fin = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < fin, f"rien vu venir : {quoi}"
        time.sleep(0.05)


def en_parallele(*gestes: Callable[[], object]) -> None:
    depart = threading.Barrier(len(gestes))

    def faire(geste: Callable[[], object]) -> None:
        depart.wait()
        try:
            geste()
        finally:
            connection.close()

    fils = [threading.Thread(target=faire, args=[g]) for g in gestes]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()


@pytest.fixture
def file_absente(monkeypatch) -> None:
    """The queue does not answer: nothing listens on its socket any more."""
    monkeypatch.setitem(current_app.conf, "broker_url", "redis+socket:///nulle/part.sock?virtual_host=0")
    monkeypatch.setattr(current_app, "_pool", None)
    monkeypatch.setattr(current_app.amqp, "_producer_pool", None)
    monkeypatch.setattr(file_d_attente, "_absente_jusqua", 0.0)


@pytest.fixture
def tuyau() -> Iterator[Callable[..., subprocess.Popen]]:
    """Start real Celery workers on this test's database, queue and media; all are killed at the end."""
    lances: list[subprocess.Popen] = []
    base = urlsplit(os.environ["DATABASE_URL"])._replace(path="/" + connection.settings_dict["NAME"])
    broker = reglages.CELERY_BROKER_URL.replace("redis+socket://", "unix://").replace("virtual_host=", "db=")

    def lancer(
        port_smtp: int = 0, journal: Path | None = None, inclure: str = "", **variables: str
    ) -> subprocess.Popen:
        environnement = os.environ | {
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "DATABASE_URL": base.geturl(),
            "REDIS_URL": broker,
            "EMAIL_URL": f"smtp://127.0.0.1:{port_smtp}",
            "VIGIE_STATIC_STOCKAGE": reglages.STORAGES["staticfiles"]["BACKEND"],
            "VIGIE_ADRESSE": reglages.VIGIE_ADRESSE,
            "VIGIE_DATA": str(Path(reglages.MEDIA_ROOT).parent),
            **variables,
        }
        commande = [
            sys.executable,
            "-m",
            "celery",
            "-A",
            "config",
            "worker",
            "--concurrency=1",
            "-l",
            "WARNING",
            *(["--include", inclure] if inclure else []),
        ]
        with (journal or Path(os.devnull)).open("ab") as sortie:
            lances.append(
                subprocess.Popen(commande, env=environnement, start_new_session=True, stderr=sortie)
            )
        return lances[-1]

    yield lancer
    for processus in lances:
        abattre(processus)
    current_app.control.purge()


def abattre(processus: subprocess.Popen) -> None:
    """kill -9 of the worker and its children."""
    if processus.poll() is None:
        os.killpg(processus.pid, signal.SIGKILL)
        processus.wait()
