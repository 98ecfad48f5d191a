"""The data folder: who holds it, where its servers answer, its secret key; and short-lived folders."""

import fcntl
import json
import os
import secrets
import shutil
import tempfile
import time
from pathlib import Path
from typing import Any

from config.embarque.erreurs import ErreurEmbarque

# A Unix socket's path holds about 107 bytes: always /tmp, never TMPDIR or the data folder.
COURTS = Path("/tmp")  # noqa: S108
PREFIXE = "vigie-"


class DossierDeDonnees:
    """The folder that holds everything one copy of Vigie writes (`VIGIE_DATA`)."""

    def __init__(self, chemin: Path) -> None:
        self.chemin = chemin.resolve()
        self._verrou: int | None = None
        try:
            self.chemin.mkdir(mode=0o700, parents=True, exist_ok=True)
            proprietaire = self.chemin.stat().st_uid
        except OSError as erreur:
            raise ErreurEmbarque(
                f"Le dossier de données {self.chemin} n’est pas accessible : {erreur.strerror}."
            ) from erreur
        if proprietaire != os.geteuid():
            raise ErreurEmbarque(
                f"Le dossier de données {self.chemin} appartient à un autre compte (n° {proprietaire}). "
                "Lancez la commande avec ce compte, ou choisissez un autre dossier : VIGIE_DATA=…"
            )

    def prendre(self) -> bool:
        """Become the only one who runs servers on this folder; False if somebody already does."""
        self._verrou = verrouiller(self.chemin / "verrou", fcntl.LOCK_EX | fcntl.LOCK_NB)
        return self._verrou is not None

    def rendre(self) -> None:
        """Let the next one in."""
        self._fichier_d_etat.unlink(missing_ok=True)
        if self._verrou is not None:
            os.close(self._verrou)
            self._verrou = None

    @property
    def _fichier_d_etat(self) -> Path:
        return self.chemin / "etat.json"

    def etat(self) -> dict[str, Any]:
        """Return what the process that holds (or held) the folder wrote about itself."""
        try:
            return dict(json.loads(self._fichier_d_etat.read_text()))
        except (FileNotFoundError, ValueError):
            return {}

    def noter(self, **etat: Any) -> None:
        """Add to what others can read about us, at once or not at all."""
        brouillon = self._fichier_d_etat.with_suffix(".neuf")
        brouillon.write_text(json.dumps(self.etat() | etat))
        brouillon.replace(self._fichier_d_etat)

    def oublier(self) -> None:
        """Forget what a process that died wrote."""
        self._fichier_d_etat.unlink(missing_ok=True)

    def cle_secrete(self) -> str:
        """Return the folder's own secret key, drawn once, readable by its owner alone."""
        fichier = self.chemin / "cle_secrete"
        if not fichier.exists():
            brouillon = fichier.with_suffix(".neuf")
            brouillon.unlink(missing_ok=True)
            with os.fdopen(os.open(brouillon, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as sortie:
                sortie.write(secrets.token_urlsafe(64))
            brouillon.replace(fichier)
        return fichier.read_text()

    def sous_dossier(self, nom: str) -> Path:
        """Return the folder `nom` of the data folder, made when missing."""
        chemin = self.chemin / nom
        chemin.mkdir(mode=0o700, exist_ok=True)
        return chemin


def verrouiller(fichier: Path, mode: int) -> int | None:
    """Lock `fichier` (`fcntl.LOCK_…`) until the returned descriptor is closed; None if refused.

    The kernel drops the lock with us however we die; children do not inherit the descriptor.
    """
    descripteur = os.open(fichier, os.O_CREAT | os.O_RDWR, 0o600)
    try:
        fcntl.flock(descripteur, mode)
    except BlockingIOError:
        os.close(descripteur)
        return None
    return descripteur


class DossierCourt:
    """A folder under /tmp that lives as long as we do: sockets, ephemeral data.

    It holds a lock, so that folders of processes that were killed are recognised and removed.
    """

    def __init__(self) -> None:
        balayer_les_dossiers_courts()
        self.chemin = Path(tempfile.mkdtemp(prefix=PREFIXE, dir=COURTS))
        self._verrou = verrouiller(self.chemin / "verrou", fcntl.LOCK_EX)

    def retirer(self) -> None:
        """Remove the folder and all it holds."""
        shutil.rmtree(self.chemin, ignore_errors=True)
        if self._verrou is not None:
            os.close(self._verrou)


def balayer_les_dossiers_courts(*, age: float = 60) -> None:
    """Remove our account's short folders whose owner is gone; `age` in seconds spares those being made."""
    for dossier in COURTS.glob(f"{PREFIXE}*"):
        fichier = dossier / "verrou"
        try:
            etat = dossier.lstat()
            if etat.st_uid != os.geteuid() or time.time() - etat.st_mtime < age or not fichier.is_file():
                continue
            verrou = verrouiller(fichier, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            continue
        if verrou is not None:
            shutil.rmtree(dossier, ignore_errors=True)
            os.close(verrou)
