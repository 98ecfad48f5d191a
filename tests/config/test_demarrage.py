"""`make run`: who can start it, how it stops, what it refuses."""

import signal
import socket
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.config.outils import ADMINISTRATEUR, COMPTES, Poste, Vigie, copier_le_projet, copier_les_donnees

pytestmark = pytest.mark.lent


@pytest.fixture(params=COMPTES)
def chez_soi(
    request: pytest.FixtureRequest,
    postes: Callable[[str], Poste],
    atelier: Path,
    projet: Path,
    vigie: Callable[..., Vigie],
) -> Iterator[Vigie]:
    """A clone and its data, at home: root's are in folders that nobody else can walk through."""
    poste = postes(request.param)
    if poste.ordinaire:
        sien = copier_le_projet(atelier / "projet-ordinaire", projet)
        poste.donner(sien)
        yield vigie(poste, sien)
    else:
        with tempfile.TemporaryDirectory(dir="/root") as clone, tempfile.TemporaryDirectory() as donnees:
            sien = copier_le_projet(Path(clone, "projet"), projet)
            yield vigie(poste, sien, Path(donnees, "un dossier", "données"))
            assert [Path(d).stat().st_mode & 0o777 for d in (clone, donnees)] == [0o700, 0o700]


def test_starts_stops_and_starts_again_leaving_nothing_behind(chez_soi: Vigie) -> None:
    for numero in (signal.SIGINT, signal.SIGHUP if chez_soi.poste.ordinaire else signal.SIGTERM):
        debut = len(chez_soi.dit())
        chez_soi.demarrer()
        assert chez_soi.page() == 200
        assert chez_soi.page("/") == 200
        assert len(chez_soi.tous) > 12  # make, launcher, honcho, gunicorn, celery, beat, PostgreSQL, Valkey
        prises = chez_soi.prises
        assert prises.is_dir()
        chez_soi.signaler(numero)
        chez_soi.attendre_la_fin()
        assert chez_soi.survivants() == []
        assert not prises.exists()

    assert f"http://localhost:{chez_soi.port}/" in chez_soi.dit()
    assert "alice@port-lumiere.example" in chez_soi.dit()
    assert "Installation" not in chez_soi.dit()[debut:]  # a second start installs nothing
    assert (chez_soi.donnees / "cle_secrete").stat().st_mode & 0o777 == 0o600
    grappe = (chez_soi.donnees / "postgres").stat()
    assert grappe.st_mode & 0o777 == 0o700
    assert grappe.st_uid != 0


def test_a_killed_launcher_takes_everything_with_it_and_the_next_start_works(
    donnees: Path, vigie: Callable[..., Vigie]
) -> None:
    une = vigie(donnees=donnees)
    une.demarrer()
    une.lanceur.kill()
    assert une.attendre_la_fin() != 0

    une.demarrer()  # at once: what the first one left may still be stopping
    anciens = une.tous
    for processus in une.lanceur.children():
        processus.suspend()  # hung: deaf to the signals of an orderly end
    une.lanceur.kill()
    une.attendre_la_fin()

    une.demarrer()
    assert une.page() == 200
    assert [p for p in anciens if p.is_running()] == []
    une.signaler(signal.SIGKILL)  # launcher and make together
    une.attendre_la_fin()
    assert une.survivants(patience=30) == []


@pytest.fixture(scope="module")
def en_marche(donnees_pretes: Path, atelier: Path, moi: Poste, projet: Path) -> Iterator[Vigie]:
    """A copy that runs; tests leave it running."""
    une = Vigie(moi, projet, copier_les_donnees(donnees_pretes, atelier / "donnees-en-marche"))
    une.demarrer()
    yield une
    une.nettoyer()


def test_a_second_start_on_the_same_data_is_refused_and_disturbs_nothing(en_marche: Vigie) -> None:
    code, dit = en_marche.make("run")
    assert code != 0
    assert (
        f"Vigie tourne déjà avec le dossier de données {en_marche.donnees} "
        f"(processus {en_marche.lanceur.pid}, http://localhost:{en_marche.port}/)" in dit
    )
    assert en_marche.page() == 200


def test_two_copies_side_by_side_do_not_disturb_each_other(
    en_marche: Vigie, donnees: Path, vigie: Callable[..., Vigie]
) -> None:
    (donnees / "cle_secrete").unlink()  # each draws its own
    voisine = vigie(donnees=donnees)
    voisine.demarrer()
    ajouter = (
        "from communs.collectivites.models import Collectivite as C; "
        'C.objects.create(nom="Ici", identifiant="ici", type="commune", siren="217500016")'
    )
    compter = "from communs.collectivites.models import Collectivite as C; print(C.objects.count())"
    assert voisine.make("manage", f"CMD=shell -c '{ajouter}'")[0] == 0
    assert voisine.make("manage", f"CMD=shell -c '{compter}'")[1].splitlines()[-1] == "3"
    assert en_marche.make("manage", f"CMD=shell -c '{compter}'")[1].splitlines()[-1] == "2"

    voisine.signaler(signal.SIGINT)
    voisine.attendre_la_fin()
    assert en_marche.page("/") == 200
    cles = {(une.donnees / "cle_secrete").read_text() for une in (en_marche, voisine)}
    assert len(cles) == 2


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


def test_data_of_another_postgresql_is_refused_with_the_way_out(
    donnees: Path, vigie: Callable[..., Vigie]
) -> None:
    (donnees / "postgres" / "PG_VERSION").write_text("17\n")
    code, dit = vigie(donnees=donnees).make("run")
    assert code != 0
    assert "vient de PostgreSQL 17 ; cette version de Vigie utilise PostgreSQL 18" in dit
    assert "make restaurer ARCHIVE=…" in dit


@pytest.mark.skipif(not ADMINISTRATEUR, reason="only root can act as somebody else")
def test_data_of_somebody_else_is_refused(
    postes: Callable[[str], Poste], donnees: Path, vigie: Callable[..., Vigie]
) -> None:
    postes("ordinaire").donner(donnees)
    code, dit = vigie(donnees=donnees).make("run")
    assert code != 0
    assert f"Le dossier de données {donnees} appartient à un autre compte" in dit
