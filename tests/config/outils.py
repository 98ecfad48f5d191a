"""Running copies of the project as somebody would: `make run` in a copy of the tree, as root or not."""

import json
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psutil

RACINE = Path(__file__).resolve().parents[2]
ADMINISTRATEUR = os.geteuid() == 0
# Root can play both parts; an ordinary user only his own.
COMPTES = ["root", "ordinaire"] if ADMINISTRATEUR else ["ordinaire"]
PERSONNE = pwd.getpwnam("nobody")
_PATIENCE = 600.0  # seconds: a first start loads everything, on a machine that may be busy
_PAS_COPIES = shutil.ignore_patterns(
    ".git", ".venv", "donnees", "sauvegardes", "__pycache__", ".*_cache", ".hypothesis"
)
_PAS_DE_BASE = shutil.ignore_patterns("site-packages", "test", "idlelib", "lib2to3", "config-3*", "*.a")
# What only tests use is not needed by a copy that is only run.
_HORS_PRODUCTION = shutil.ignore_patterns(
    "playwright", "mypy*", "*__mypyc*", "faker", "django-stubs", "ruff*", "hypothesis", "pygments"
)


def copier_le_projet(destination: Path, source: Path = RACINE) -> Path:
    """Copy the working tree, without what a clone does not have (but with built fonts, to save time)."""
    shutil.copytree(source, destination, ignore=_PAS_COPIES, symlinks=True)
    return destination


def copier_les_donnees(source: Path, destination: Path) -> Path:
    """Copy a data folder with the owners of what it holds."""
    subprocess.run(["cp", "-a", source, destination], check=True)
    return destination


@dataclass(frozen=True)
class Poste:
    """Who runs the project, and with which Python environment."""

    ordinaire: bool
    venv: Path
    variables: dict[str, str] = field(default_factory=dict)

    def donner(self, chemin: Path) -> None:
        """Make this person the owner of `chemin` and all it holds."""
        if ADMINISTRATEUR and self.ordinaire:
            for element in (chemin, *chemin.rglob("*")):
                os.chown(element, PERSONNE.pw_uid, PERSONNE.pw_gid, follow_symlinks=False)

    def lancer(
        self, commande: Sequence[str | Path], dossier: Path, sortie: Path, **variables: str
    ) -> subprocess.Popen[bytes]:
        """Start `commande` in a session of its own, with nothing of our environment; log to `sortie`."""
        personne = {"user": PERSONNE.pw_uid, "group": PERSONNE.pw_gid, "extra_groups": []}
        with sortie.open("ab") as journal:
            return subprocess.Popen(
                [str(mot) for mot in commande],
                cwd=dossier,
                # No trial told in advance: the worker has better to do while a start is looked at.
                env={"PATH": os.environ["PATH"], "HOME": "/nonexistent", "VIGIE_ESSAIS_RESERVE": "0"}
                | self.variables
                | variables,
                stdin=subprocess.DEVNULL,
                stdout=journal,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                **(personne if ADMINISTRATEUR and self.ordinaire else {}),
            )

    def executer(
        self, commande: Sequence[str | Path], dossier: Path, sortie: Path, **variables: str
    ) -> tuple[int, str]:
        """Run `commande` to its end; return its exit code and what it said."""
        debut = sortie.stat().st_size if sortie.exists() else 0
        code = self.lancer(commande, dossier, sortie, **variables).wait(_PATIENCE)
        return code, sortie.read_bytes()[debut:].decode()


def poste_ordinaire(dossier: Path) -> Poste:
    """An ordinary user's Python: ours where he can read it, a copy of what he cannot."""
    if not ADMINISTRATEUR:
        return Poste(ordinaire=True, venv=Path(sys.prefix))
    base, venv = dossier / "python", dossier / "environnement"
    version = f"python3.{sys.version_info.minor}"
    (base / "bin").mkdir(parents=True)
    shutil.copy2(Path(sys.executable).resolve(), base / "bin" / "python3")
    (base / "lib").mkdir()
    for bibliotheque in Path(sys.base_prefix, "lib").glob("libpython3*.so*"):
        shutil.copy2(bibliotheque, base / "lib")
    _montrer(Path(sys.base_prefix, "lib", version), base / "lib" / version, _PAS_DE_BASE)
    (venv / "lib" / version).mkdir(parents=True)
    paquets = Path("lib", version, "site-packages")
    _montrer(Path(sys.prefix) / paquets, venv / paquets, _HORS_PRODUCTION)
    (venv / "bin").mkdir()
    (venv / "bin" / "python").symlink_to(base / "bin" / "python3")
    (venv / "pyvenv.cfg").write_text(f"home = {base / 'bin'}\ninclude-system-site-packages = false\n")
    for temoin in Path(sys.prefix).glob(".production-*"):
        shutil.copy2(temoin, venv)
    return Poste(ordinaire=True, venv=venv, variables={"LD_LIBRARY_PATH": str(base / "lib")})


def _montrer(source: Path, cible: Path, ignorer: Callable[..., set[str]]) -> None:
    """Make `source` readable at `cible`: a link if every folder on the way is open, else a copy."""
    if all(chemin.stat().st_mode & 0o005 == 0o005 for chemin in (source, *source.parents)):
        cible.symlink_to(source)
    else:
        shutil.copytree(source, cible, ignore=ignorer)


def port_libre() -> int:
    """A port of this machine nobody listens on."""
    with socket.socket() as prise:
        prise.bind(("127.0.0.1", 0))
        return int(prise.getsockname()[1])


class Vigie:
    """One `make run`."""

    def __init__(self, poste: Poste, projet: Path, donnees: Path, port: int | None = None) -> None:
        self.poste = poste
        self.projet = projet
        self.donnees = donnees
        self.port = port or port_libre()
        self.sortie = projet.parent / f"sortie-{projet.name}-{donnees.name}.log"
        self.processus: psutil.Popen | None = None
        self.tous: list[psutil.Process] = []

    def commande(self, cible: str, *arguments: str) -> list[str]:
        return [
            "make",
            cible,
            f"VENV={self.poste.venv}",
            f"PYTHON={self.poste.venv}/bin/python",
            f"VIGIE_DATA={self.donnees}",
            f"PORT={self.port}",
            *arguments,
        ]

    def make(self, cible: str, *arguments: str, **variables: str) -> tuple[int, str]:
        """Run another target of the Makefile on the same data; return exit code and what it said."""
        return self.poste.executer(self.commande(cible, *arguments), self.projet, self.sortie, **variables)

    def dans(self, commande: str, **variables: str) -> str:
        """Run a shell command in its environment; return what it wrote."""
        fin = subprocess.run(
            [self.poste.venv / "bin/python", "-m", "config.embarque", "executer", "sh", "-ec", commande],
            cwd=self.projet,
            env={"PATH": os.environ["PATH"], "VIGIE_DATA": str(self.donnees)} | variables,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            check=True,
            timeout=_PATIENCE,
        )
        return fin.stdout.decode()

    def dit(self) -> str:
        return self.sortie.read_text() if self.sortie.exists() else ""

    def demarrer(self) -> None:
        """Start, and return once it says it is ready; fail if it ends instead."""
        debut = len(self.dit())
        processus = self.poste.lancer(self.commande("run"), self.projet, self.sortie)
        self.processus = processus
        limite = time.monotonic() + _PATIENCE
        while "Vigie est prête" not in self.dit()[debut:]:
            assert processus.poll() is None, self.dit()[debut:]
            assert time.monotonic() < limite, self.dit()[debut:]
            time.sleep(0.1)
        moi = psutil.Process(processus.pid)
        self.tous = [moi, *moi.children(recursive=True)]

    @contextmanager
    def servie(self) -> Iterator[None]:
        """Keep its servers running meanwhile, without the platform: the next commands share them."""
        veilleur = subprocess.Popen(
            [
                self.poste.venv / "bin/python",
                "-m",
                "config.embarque",
                "executer",
                "sh",
                "-c",
                "echo; read fin",
            ],
            cwd=self.projet,
            env={"PATH": os.environ["PATH"], "VIGIE_DATA": str(self.donnees)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        with veilleur:
            assert veilleur.stdout is not None
            assert veilleur.stdout.readline() == b"\n"
            yield

    @property
    def prises(self) -> Path:
        """The folder of its sockets, while it runs."""
        return Path(json.loads((self.donnees / "etat.json").read_text())["prises"])

    @property
    def lanceur(self) -> psutil.Process:
        """The launcher proper, child of make."""
        return next(p for p in self.tous if "lancer" in p.cmdline())

    def serveur(self, nom: str) -> psutil.Process:
        """The main process of the server whose program is `nom`."""
        return next(p for p in self.tous if p.name() == nom and p.ppid() == self.lanceur.pid)

    def page(self, chemin: str = "/sante/vivant/") -> int:
        """Status of a page, asked directly."""
        ouvreur = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with ouvreur.open(f"http://127.0.0.1:{self.port}{chemin}", timeout=20) as reponse:
            return int(reponse.status)

    def signaler(self, numero: signal.Signals) -> None:
        """Send `numero` as a terminal does: to make and to the launcher, the foreground group."""
        assert self.processus is not None
        os.killpg(self.processus.pid, numero)

    def attendre_la_fin(self) -> int:
        """Wait until make ends; return its exit code."""
        assert self.processus is not None
        return int(self.processus.wait(_PATIENCE))

    def survivants(self, patience: float = 0) -> list[str]:
        """What is left of everything it started, after at most `patience` seconds."""
        _, vivants = psutil.wait_procs(self.tous, timeout=patience)
        vivants = [p for p in vivants if p.is_running() and p.status() != psutil.STATUS_ZOMBIE]
        return [" ".join(p.cmdline()) for p in vivants]

    def nettoyer(self) -> None:
        """End a test: whatever happened, nothing of ours stays."""
        if self.processus and self.processus.poll() is None:
            self.signaler(signal.SIGTERM)
            try:
                self.processus.wait(30)
            except subprocess.TimeoutExpired:
                self.signaler(signal.SIGKILL)
        for processus in self.tous:
            if processus.is_running():
                processus.kill()
