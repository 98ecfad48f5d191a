"""The environment of the embedded mode: what `config/settings.py` reads, filled in where it is empty."""

import os
import secrets
import sys
from pathlib import Path
from urllib.parse import quote

from config.embarque.erreurs import ErreurEmbarque
from config.embarque.postgres import outils

RACINE = Path(__file__).resolve().parents[2]


def donnees_demandees() -> Path:
    """Return the data folder the user asked for."""
    return Path(os.environ.get("VIGIE_DATA") or RACINE / "donnees")


def port_demande() -> int:
    """Return the port the user asked for, 8000 by default."""
    texte = os.environ.get("PORT") or "8000"
    if not texte.isascii() or not texte.isdigit() or not 1 <= int(texte) <= 65535:
        raise ErreurEmbarque(f"PORT={texte} n’est pas un numéro de port (1 à 65535).")
    return int(texte)


def base_exterieure() -> bool:
    """Return whether the user brings a real PostgreSQL: then nothing is embedded, no secret invented."""
    return bool(os.environ.get("DATABASE_URL"))


def environnement(*, donnees: Path, prises: Path, cle: str, port: int, ephemere: bool) -> dict[str, str]:
    """Return the whole environment for commands that use the servers answering in `prises`.

    What the user set stays, except for tests (`ephemere`), which must not touch anything of his.
    """
    embarque = {
        "DATABASE_URL": f"postgres://vigie@/vigie?host={prises / 'pg'}",
        "REDIS_URL": f"unix://{prises / 'valkey.sock'}",
    }
    defauts = {
        "SECRET_KEY": secrets.token_urlsafe(64) if ephemere else cle,
        "VIGIE_HTTPS": "0",
        "ALLOWED_HOSTS": "localhost,127.0.0.1,[::1]",
        "VIGIE_ADRESSE": f"http://localhost:{port}",
        "EMAIL_URL": f"filemail:///{quote(str(donnees / 'courriels'))}",
        "VIGIE_JOURNAUX": "texte",
    }
    # VIGIE_DEMO allows the demonstration accounts, whose password everybody knows: never elsewhere.
    fixes = {"VIGIE_DATA": str(donnees), "PORT": str(port), "PYTHONUNBUFFERED": "1", "VIGIE_DEMO": "1"}
    fixes["PATH"] = f"{Path(sys.executable).parent}:{outils()}:{os.environ.get('PATH', os.defpath)}"
    # libpq would mix PGHOST, PGPORT… of another server with our address.
    hote = {cle: valeur for cle, valeur in os.environ.items() if not cle.startswith("PG")}
    hote = {cle: valeur for cle, valeur in hote.items() if valeur or cle not in defauts | embarque}
    return hote | embarque | defauts | fixes if ephemere else embarque | defauts | hote | fixes
