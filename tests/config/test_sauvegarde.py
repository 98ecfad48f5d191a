"""`make sauvegarde` and `make restaurer`, with the demonstration's data and a media folder."""

import hashlib
import os
import shutil
import tarfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest

from tests.config.outils import RACINE, Poste, Vigie, copier_les_donnees

pytestmark = pytest.mark.lent
# Every row of every table, then the name of everything. Definitions are left out: PostgreSQL writes the
# same condition in another way after a restore. The restrict lines hold a key drawn anew at each dump.
TOUT = (
    'pg_dump --data-only "$DATABASE_URL" | sed "/^.restrict/d; /^.unrestrict/d"; psql -Atc "'
    "SELECT conname::text FROM pg_constraint UNION ALL SELECT relname::text FROM pg_class "
    "WHERE relnamespace = 'public'::regnamespace "
    "UNION ALL SELECT extname::text FROM pg_extension UNION ALL SELECT proname::text FROM pg_proc "
    'WHERE pronamespace = \'public\'::regnamespace ORDER BY 1" "$DATABASE_URL"'
)


def contenu(vigie: Vigie, **variables: str) -> str:
    """A digest of the whole database, and of all media."""
    base = vigie.dans(TOUT, **variables)
    assert "bachir@port-lumiere.example" in base
    assert "catalogue" in base
    empreinte = hashlib.sha256(base.encode())
    media = vigie.donnees / "media"
    for fichier in sorted(media.rglob("*")):
        empreinte.update(str(fichier.relative_to(media)).encode())
        empreinte.update(fichier.read_bytes() if fichier.is_file() else b"")
    return empreinte.hexdigest()


@pytest.fixture(scope="module")
def remplie(donnees_pretes: Path, atelier: Path, moi: Poste, projet: Path) -> Iterator[Vigie]:
    """A copy with the demonstration and one media file, its servers running; each test leaves it so."""
    donnees = copier_les_donnees(donnees_pretes, atelier / "donnees-sauvees")
    (donnees / "media" / "livrets").mkdir(parents=True)
    (donnees / "media" / "livrets" / "été.txt").write_text("Œuvre")
    une = Vigie(moi, projet, donnees)
    with une.servie():
        yield une


@pytest.fixture(scope="module")
def premiere_archive(remplie: Vigie, atelier: Path) -> Path:
    code, dit = remplie.make("sauvegarde", f"DOSSIER={atelier / 'archives'}")
    assert code == 0, dit
    (fichier,) = (atelier / "archives").iterdir()
    assert dit.splitlines()[-1] == f"Sauvegarde écrite : {fichier}"
    assert fichier.stat().st_mode & 0o777 == 0o600
    return fichier


@pytest.fixture
def archive(premiere_archive: Path, tmp_path: Path) -> Path:
    """An archive of `remplie`, to be used or damaged."""
    return Path(shutil.copy(premiere_archive, tmp_path / "copie.tar"))


def test_an_archive_restored_elsewhere_gives_the_same_database_and_media(
    remplie: Vigie, archive: Path, vigie: Callable[..., Vigie]
) -> None:
    ailleurs = vigie()
    with ailleurs.servie():
        code, dit = ailleurs.make("restaurer", f"ARCHIVE={archive}")
        assert code == 0, dit
        assert contenu(ailleurs) == contenu(remplie)
        ailleurs.dans("python manage.py migrate --check")  # a database the platform can go on with


def test_restoring_over_data_is_refused_unless_asked_for_and_then_replaces_it_all(
    remplie: Vigie, archive: Path
) -> None:
    sauvee = contenu(remplie)
    (remplie.donnees / "media" / "livrets" / "été.txt").write_text("autre chose")
    (remplie.donnees / "media" / "nouveau.txt").write_text("nouveau")
    remplie.dans('psql -qc "CREATE TABLE nouvelle (a int)" "$DATABASE_URL"')
    modifiee = contenu(remplie)

    code, dit = remplie.make("restaurer", f"ARCHIVE={archive}")
    assert code != 0
    assert "n’est pas vide : rien n’a été restauré" in dit
    assert contenu(remplie) == modifiee

    code, dit = remplie.make("restaurer", f"ARCHIVE={archive}", "ECRASER=1")
    assert code == 0, dit
    assert contenu(remplie) == sauvee != modifiee


def test_an_archive_that_the_database_refuses_half_way_changes_nothing(
    remplie: Vigie, tmp_path: Path
) -> None:
    # A function that names another without its schema: it works, is dumped, and cannot be restored.
    remplie.dans(
        "psql -q \"$DATABASE_URL\" <<'FIN'\n"
        "CREATE FUNCTION dedans(text) RETURNS text IMMUTABLE LANGUAGE sql AS 'SELECT $1';\n"
        "CREATE FUNCTION dehors(text) RETURNS text IMMUTABLE LANGUAGE sql AS 'SELECT dedans($1)';\n"
        "CREATE TABLE zz (a text CHECK (dehors(a) = a));\n"
        "INSERT INTO zz VALUES ('x');\n"
        "FIN\n"
    )
    code, dit = remplie.make("sauvegarde", f"DOSSIER={tmp_path}")
    assert code == 0, dit
    (archive,) = tmp_path.glob("*.tar")
    remplie.dans('psql -qc "DROP FUNCTION dedans, dehors CASCADE; DROP TABLE zz" "$DATABASE_URL"')
    avant = contenu(remplie)
    code, dit = remplie.make("restaurer", f"ARCHIVE={archive}", "ECRASER=1")
    assert code != 0
    assert "La base a refusé la sauvegarde, rien n’a été restauré" in dit
    assert "dedans" in dit
    assert contenu(remplie) == avant


@pytest.fixture
def serveur_reel() -> Iterator[str]:
    """The address of a new database on the test run's own server: for Vigie, one like any other."""
    with closing(psycopg2.connect(os.environ["DATABASE_URL"])) as base, base.cursor() as curseur:
        base.autocommit = True
        nom = f"reelle_{os.getpid()}"
        curseur.execute(f"CREATE DATABASE {nom}")
        yield os.environ["DATABASE_URL"].replace("/vigie?", f"/{nom}?")
        curseur.execute(f"DROP DATABASE {nom}")


def test_an_archive_goes_to_a_real_server_and_comes_back(
    remplie: Vigie, archive: Path, vigie: Callable[..., Vigie], serveur_reel: str, tmp_path: Path
) -> None:
    reelle = vigie()
    code, dit = reelle.make("restaurer", f"ARCHIVE={archive}", DATABASE_URL=serveur_reel)
    assert code == 0, dit
    assert contenu(reelle, DATABASE_URL=serveur_reel) == contenu(remplie)
    assert not (reelle.donnees / "postgres").exists()
    code, dit = reelle.make("sauvegarde", f"DOSSIER={tmp_path / 'retour'}", DATABASE_URL=serveur_reel)
    assert code == 0, dit
    (retour,) = (tmp_path / "retour").iterdir()
    code, dit = remplie.make("restaurer", f"ARCHIVE={retour}", "ECRASER=1")
    assert code == 0, dit
    assert contenu(remplie) == contenu(reelle, DATABASE_URL=serveur_reel)


def abimer_le_tar(archive: Path) -> None:
    archive.write_bytes(archive.read_bytes()[: archive.stat().st_size // 2])


def abimer_la_base(archive: Path) -> None:
    octets = bytearray(archive.read_bytes())
    milieu = len(octets) // 2
    octets[milieu : milieu + 64] = bytes(64)
    archive.write_bytes(octets)


def remplacer_par_autre_chose(archive: Path) -> None:
    with tarfile.open(archive, "w") as tar:
        tar.add(RACINE / "LICENSE", "LICENSE")


def retirer(archive: Path) -> None:
    archive.unlink()


@pytest.mark.parametrize("abimer", [abimer_le_tar, abimer_la_base, remplacer_par_autre_chose, retirer])
def test_a_damaged_archive_changes_nothing(
    abimer: Callable[[Path], None], remplie: Vigie, archive: Path
) -> None:
    avant = contenu(remplie)
    abimer(archive)
    code, dit = remplie.make("restaurer", f"ARCHIVE={archive}", "ECRASER=1")
    assert code != 0
    assert "Rien n’a été restauré." in dit
    assert contenu(remplie) == avant
    assert [d for d in remplie.donnees.iterdir() if d.name.startswith(".restauration")] == []
