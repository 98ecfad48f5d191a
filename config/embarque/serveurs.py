"""PostgreSQL and Valkey around a piece of work: started, or those already running, or throw-away ones."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from config.embarque.dossier import DossierCourt, DossierDeDonnees, verrouiller
from config.embarque.environnement import environnement, port_demande
from config.embarque.erreurs import ErreurEmbarque
from config.embarque.postgres import Postgres
from config.embarque.processus import arreter_les_restes, ignorer_les_arrets, signature
from config.embarque.valkey import Valkey

_PATIENCE = 60.0  # seconds for the one who holds the folder to have its servers ready


class Serveurs:
    """The two servers of one data folder, while we hold it."""

    def __init__(self, dossier: DossierDeDonnees, *, ephemere: bool = False) -> None:
        self.dossier = dossier
        self.court = DossierCourt()
        if os.geteuid() == 0:
            self.court.chemin.chmod(0o711)  # PostgreSQL, under another account, walks through
        journaux = dossier.sous_dossier("journaux")
        self.postgres = Postgres(
            dossier.chemin / "postgres", self.court.chemin, journaux / "postgresql.log", ephemere=ephemere
        )
        self.valkey = Valkey(
            dossier.sous_dossier("valkey"), self.court.chemin, journaux / "valkey.log", ephemere=ephemere
        )
        self.ephemere = ephemere

    def demarrer(self) -> None:
        """Start both; return once they answer."""
        self.dossier.noter(prises=str(self.court.chemin), pid=os.getpid())
        try:
            self.valkey.demarrer()
            self.postgres.demarrer()
        finally:
            self.dossier.noter(processus=self.signatures())
        self.dossier.noter(pret=True)

    def signatures(self) -> list[list[int]]:
        """Return what identifies our servers, for the one who would find them orphaned."""
        return [signature(s.processus.pid) for s in (self.valkey, self.postgres) if s.processus]

    def mort(self) -> str:
        """Return the name of a server that stopped by itself, or nothing."""
        for nom, serveur in (("PostgreSQL", self.postgres), ("Valkey", self.valkey)):
            if serveur.processus is None or serveur.processus.poll() is not None:
                return nom
        return ""

    def arreter(self) -> None:
        """Stop both and remove their sockets."""
        ignorer_les_arrets()
        self.valkey.arreter()
        self.postgres.arreter()
        self.court.retirer()

    def environnement(self, port: int) -> dict[str, str]:
        """Return the environment for commands that use these servers."""
        cle = "" if self.ephemere else self.dossier.cle_secrete()
        return environnement(
            donnees=self.dossier.chemin,
            prises=self.court.chemin,
            cle=cle,
            port=port,
            ephemere=self.ephemere,
        )


def reprendre(dossier: DossierDeDonnees) -> None:
    """After taking the folder: stop what a predecessor that was killed left running."""
    etat = dossier.etat()
    arreter_les_restes(etat.get("processus", []), str(dossier.chemin))
    dossier.oublier()


@contextmanager
def autour(donnees: Path) -> Iterator[dict[str, str]]:
    """Give the environment of the servers of `donnees`: those running, else started for the occasion."""
    dossier = DossierDeDonnees(donnees)
    usagers = dossier.chemin / "usagers"
    # Announce ourselves first: whoever owns the servers waits for us before it stops them, and if it was
    # stopping already, we are held here until the folder is free.
    with _present(usagers):
        if not dossier.prendre():
            yield _environnement_en_cours(dossier)
            return
    reprendre(dossier)
    serveurs = Serveurs(dossier)
    try:
        serveurs.demarrer()
        yield serveurs.environnement(port_demande())
    finally:
        ignorer_les_arrets()
        # Others may be using our servers by now: wait for the last one.
        verrouiller(usagers, fcntl.LOCK_EX)
        serveurs.arreter()
        dossier.rendre()


@contextmanager
def ephemeres() -> Iterator[dict[str, str]]:
    """Give the environment of brand-new servers whose data is thrown away at the end."""
    court = DossierCourt()
    try:
        serveurs = Serveurs(DossierDeDonnees(court.chemin / "donnees"), ephemere=True)
        try:
            serveurs.demarrer()
            yield serveurs.environnement(8000)
        finally:
            serveurs.arreter()
    finally:
        ignorer_les_arrets()
        court.retirer()


@contextmanager
def _present(usagers: Path) -> Iterator[None]:
    verrou = verrouiller(usagers, fcntl.LOCK_SH)
    try:
        yield
    finally:
        if verrou is not None:
            os.close(verrou)


def _environnement_en_cours(dossier: DossierDeDonnees) -> dict[str, str]:
    limite = time.monotonic() + _PATIENCE
    while not (etat := dossier.etat()).get("pret"):
        if time.monotonic() > limite:
            raise ErreurEmbarque(
                f"Un autre processus occupe {dossier.chemin} et ses serveurs ne répondent pas."
            )
        time.sleep(0.2)
    return environnement(
        donnees=dossier.chemin,
        prises=Path(etat["prises"]),
        cle=dossier.cle_secrete(),
        port=int(etat.get("port") or port_demande()),
        ephemere=False,
    )
