"""The production server under the production settings, on a port of its own."""

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator


@contextlib.contextmanager
def serveur() -> Iterator[str]:
    """Start gunicorn as the Procfile does (2 workers of 4 threads) and yield its address."""
    with socket.socket() as prise:
        prise.bind(("127.0.0.1", 0))
        port = prise.getsockname()[1]
    adresse = f"http://127.0.0.1:{port}"
    processus = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "config.wsgi", "--bind", f"127.0.0.1:{port}",
         "--workers", "2", "--threads", "4", "--log-level", "warning"],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "tests.charge.settings"},
    )  # fmt: skip
    try:
        _attendre(adresse)
        yield adresse
    finally:
        processus.terminate()
        processus.wait(timeout=120)  # a busy machine is slow to let go


def _attendre(adresse: str) -> None:
    for _ in range(300):
        with contextlib.suppress(OSError):
            urllib.request.urlopen(f"{adresse}/sante/vivant/", timeout=2).read()
            return
        time.sleep(0.1)
    raise RuntimeError("Le serveur n’a pas démarré.")
