"""From a fresh clone to the first page: what a newcomer waits for, and what it weighs."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.request
from pathlib import Path

RACINE = Path(__file__).resolve().parents[2]
LIMITE = 900  # seconds


def lignes() -> list[str]:
    """Clone, `make run` twice, and report seconds and megabytes."""
    dossier = Path(tempfile.mkdtemp(prefix="vigie-mesure-"))
    try:
        clone = dossier / "vigie"
        subprocess.run(["git", "clone", "-q", RACINE, clone], check=True)
        sources = _mo(clone)
        premier, second = _demarrer(clone, dossier), _demarrer(clone, dossier)
        dixieme = f"{second:.1f}".replace(".", ",")
        return [
            "## D’un clone neuf à la première page",
            "",
            f"Premier `make run` : {premier:.0f} s ; second : {dixieme} s. Sources {sources:.0f} Mo, "
            f"environnement Python {_mo(clone / '.venv'):.0f} Mo, fichiers construits "
            f"{_mo(clone / 'construit'):.0f} Mo, données {_mo(dossier / 'donnees'):.0f} Mo "
            "(`tests/charge/demarrage.py` ; paquets déjà dans le cache de pip s’il y en a un).",
        ]
    finally:
        shutil.rmtree(dossier, ignore_errors=True)


def _demarrer(clone: Path, dossier: Path) -> float:
    with socket.socket() as prise:
        prise.bind(("127.0.0.1", 0))
        port = prise.getsockname()[1]
    propres = {
        nom: valeur
        for nom, valeur in os.environ.items()
        if nom in {"PATH", "HOME", "LANG", "PYENV_ROOT"} or nom.startswith(("PIP_", "SSL_"))
    }
    debut = time.monotonic()
    processus = subprocess.Popen(
        ["make", "run"],
        cwd=clone,
        env={**propres, "PORT": str(port), "VIGIE_DATA": str(dossier / "donnees")},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        while time.monotonic() - debut < LIMITE:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=2).read()
                return time.monotonic() - debut
            except OSError:
                time.sleep(0.1)
        raise RuntimeError("La plateforme n’a pas démarré.")
    finally:
        os.killpg(processus.pid, signal.SIGINT)
        processus.wait(timeout=60)


def _mo(dossier: Path) -> float:
    return sum(f.lstat().st_size for f in dossier.rglob("*") if f.is_file()) / 1e6
