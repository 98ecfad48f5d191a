"""`make run`: who can start it, how it stops, what it refuses."""

import signal
import socket
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.config.outils import ADMINISTRATEUR, COMPTES, Poste, Vigie, copier_le_projet

pytestmark = pytest.mark.lent


@pytest.mark.parametrize(
    ("compte", "dernier"), list(zip(COMPTES, (signal.SIGTERM, signal.SIGHUP), strict=False))
)
def test_starts_stops_and_starts_again_leaving_nothing_behind(
    compte: str,
    dernier: signal.Signals,
    postes: Callable[[str], Poste],
    atelier: Path,
    projet: Path,
    vigie: Callable[..., Vigie],
) -> None:
    poste = postes(compte)
    sien = copier_le_projet(atelier / f"projet-{compte}", projet)
    poste.donner(sien)
    une = vigie(poste, sien)

    for numero in (signal.SIGINT, dernier):
        une.demarrer()
        assert une.page() == 200
        assert une.page("/") == 200
        assert len(une.tous) > 12  # make, launcher, honcho, gunicorn, celery, beat, PostgreSQL, Valkey
        prises = une.prises
        assert prises.is_dir()
        une.signaler(numero)
        une.attendre_la_fin()
        assert une.survivants() == []
        assert not prises.exists()

    assert f"http://localhost:{une.port}/" in une.dit()
    assert "alice@port-lumiere.example" in une.dit()
    assert "Installation" not in une.dit()  # the environment was there: nothing is installed again
    assert (une.donnees / "cle_secrete").stat().st_mode & 0o777 == 0o600


@pytest.mark.skipif(not ADMINISTRATEUR, reason="only root can be denied to PostgreSQL")
def test_root_runs_from_a_clone_and_on_data_that_other_users_cannot_reach(
    moi: Poste, projet: Path, vigie: Callable[..., Vigie]
) -> None:
    with tempfile.TemporaryDirectory(dir="/root") as ferme, tempfile.TemporaryDirectory() as ferme_aussi:
        cache = copier_le_projet(Path(ferme, "projet"), projet)
        donnees = Path(ferme_aussi, "un dossier", "données")
        une = vigie(moi, cache, donnees)
        une.demarrer()
        assert une.page("/") == 200
        code, dit = une.make(
            "manage", "CMD=shell -c 'from django.db import connection as c; print(c.vendor)'"
        )
        assert (code, dit.splitlines()[-1]) == (0, "postgresql")
        une.signaler(signal.SIGINT)
        une.attendre_la_fin()
        assert une.survivants() == []
        assert (donnees / "postgres").owner() == "nobody"
        assert Path(ferme).stat().st_mode & 0o777 == Path(ferme_aussi).stat().st_mode & 0o777 == 0o700


def test_a_killed_launcher_takes_everything_with_it_and_the_next_start_works(
    donnees: Path, vigie: Callable[..., Vigie]
) -> None:
    une = vigie(donnees=donnees)
    une.demarrer()
    une.lanceur.kill()
    assert une.attendre_la_fin() != 0
    une.demarrer()  # at once: what the first one left may still be stopping
    assert une.page() == 200

    une.signaler(signal.SIGKILL)
    une.attendre_la_fin()
    assert une.survivants(patience=30) == []


def test_workers_orphaned_by_a_double_kill_are_stopped_by_the_next_start(
    donnees: Path, vigie: Callable[..., Vigie]
) -> None:
    une = vigie(donnees=donnees)
    une.demarrer()
    anciens = une.tous
    lanceur = une.lanceur
    for processus in lanceur.children():
        processus.suspend()  # hung: deaf to the signals of an orderly end
    lanceur.kill()
    une.attendre_la_fin()
    une.demarrer()
    assert une.page() == 200
    nouveaux = une.tous
    une.tous = anciens
    assert une.survivants() == []
    une.tous = nouveaux


def test_the_platform_stops_whole_when_one_of_its_processes_dies(
    donnees: Path, vigie: Callable[..., Vigie]
) -> None:
    une = vigie(donnees=donnees)
    une.demarrer()
    une.serveur("valkey-server").kill()
    assert une.attendre_la_fin() != 0
    assert "Valkey s’est arrêté brutalement : tout s’arrête." in une.dit()
    assert une.survivants() == []


def test_a_second_start_on_the_same_data_is_refused_and_disturbs_nothing(
    donnees: Path, vigie: Callable[..., Vigie]
) -> None:
    une = vigie(donnees=donnees)
    une.demarrer()
    code, dit = une.make("run")
    assert code != 0
    assert (
        f"Vigie tourne déjà avec le dossier de données {donnees} "
        f"(processus {une.lanceur.pid}, http://localhost:{une.port}/)" in dit
    )
    assert une.page() == 200


def test_a_taken_port_is_said_before_anything_starts(vigie: Callable[..., Vigie]) -> None:
    with socket.socket() as prise:
        prise.bind(("127.0.0.1", 0))
        prise.listen()
        une = vigie(port=prise.getsockname()[1])
        code, dit = une.make("run")
    assert code != 0
    assert f"Le port {une.port} est déjà pris par un autre programme." in dit
    assert f"make run PORT={une.port + 1}" in dit
    assert not (une.donnees / "postgres").exists()


@pytest.mark.parametrize("port", ["http", "0", "65536", "-1"])
def test_a_port_that_is_none_is_refused(port: str, vigie: Callable[..., Vigie]) -> None:
    une = vigie()
    code, dit = une.make("run", f"PORT={port}")
    assert code != 0
    assert f"PORT={port} n’est pas un numéro de port" in dit


def test_two_copies_side_by_side_do_not_disturb_each_other(
    donnees: Path, vigie: Callable[..., Vigie]
) -> None:
    premiere, seconde = vigie(donnees=donnees), vigie()
    premiere.demarrer()
    seconde.demarrer()
    ajouter = (
        "from communs.collectivites.models import Collectivite as C; "
        'C.objects.create(nom="Ici", identifiant="ici", type="commune", siren="217500016")'
    )
    compter = "from communs.collectivites.models import Collectivite as C; print(C.objects.count())"
    assert premiere.make("manage", f"CMD=shell -c '{ajouter}'")[0] == 0
    assert premiere.make("manage", f"CMD=shell -c '{compter}'")[1].splitlines()[-1] == "3"
    assert seconde.make("manage", f"CMD=shell -c '{compter}'")[1].splitlines()[-1] == "2"

    premiere.signaler(signal.SIGINT)
    premiere.attendre_la_fin()
    assert seconde.page("/") == 200
    assert (premiere.donnees / "cle_secrete").read_text() != (seconde.donnees / "cle_secrete").read_text()


def test_data_of_another_postgresql_is_refused_with_the_way_out(
    donnees: Path, vigie: Callable[..., Vigie]
) -> None:
    (donnees / "postgres" / "PG_VERSION").write_text("17\n")
    code, dit = vigie(donnees=donnees).make("run")
    assert code != 0
    assert "vient de PostgreSQL 17 ; cette version de Vigie utilise PostgreSQL 18" in dit
    assert "make restaurer ARCHIVE=…" in dit


@pytest.mark.skipif(not ADMINISTRATEUR, reason="only root can act as somebody else")
def test_data_of_somebody_else_is_refused(
    postes: Callable[[str], Poste], donnees: Path, vigie: Callable[..., Vigie]
) -> None:
    postes("ordinaire").donner(donnees)
    code, dit = vigie(donnees=donnees).make("run")
    assert code != 0
    assert f"Le dossier de données {donnees} appartient à un autre compte" in dit
