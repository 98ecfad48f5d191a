"""`executer`: a command with servers around it, whoever runs them."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

import psutil
import psycopg2
import pytest

from tests.config.outils import RACINE, Vigie

pytestmark = pytest.mark.lent
ENVIRONNEMENT = {"PATH": os.environ["PATH"], "HOME": "/nonexistent"}
PHRASE = "import os, psycopg2; c = psycopg2.connect(os.environ['DATABASE_URL']).cursor(); "


def lancer(arguments: Sequence[str], **variables: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "config.embarque", "executer", *arguments],
        cwd=RACINE,
        env=ENVIRONNEMENT | variables,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def executer(*arguments: str, **variables: str) -> tuple[int, str]:
    """Exit code and standard output."""
    processus = lancer(arguments, **variables)
    sortie, _ = processus.communicate(timeout=60)
    return processus.returncode, sortie


def test_throw_away_servers_are_new_each_time_and_leave_nothing() -> None:
    demande = PHRASE + "c.execute('CREATE TABLE t (a int); SHOW fsync'); print(c.fetchone()[0])"
    lieux = "; c.connection.commit(); print(os.environ['DATABASE_URL']); print(os.environ['VIGIE_DATA'])"
    for _ in range(2):
        code, sortie = executer("--ephemere", "python", "-c", demande + lieux)
        fsync, adresse, donnees = sortie.splitlines()
        assert (code, fsync) == (0, "off")
        assert not Path(adresse.partition("host=")[2]).parent.exists()
        assert not Path(donnees).parent.exists()


def test_throw_away_servers_never_use_what_the_user_set() -> None:
    code, sortie = executer(
        "--ephemere",
        "printenv",
        "DATABASE_URL",
        "SECRET_KEY",
        DATABASE_URL="postgres://ailleurs/precieux",
        SECRET_KEY="la-vraie",
    )
    assert code == 0
    assert sortie.startswith("postgres://vigie@/vigie?host=/tmp/vigie-")
    assert "precieux" not in sortie
    assert "la-vraie" not in sortie


def test_a_real_server_is_used_as_it_is_and_no_secret_is_invented(tmp_path: Path) -> None:
    adresse = "postgres://ailleurs/base"
    donnees = tmp_path / "donnees"
    demande = ("sh", "-c", 'echo "$DATABASE_URL ${SECRET_KEY-aucune}"')
    code, sortie = executer(*demande, DATABASE_URL=adresse, VIGIE_DATA=str(donnees))
    assert (code, sortie) == (0, f"{adresse} aucune\n")
    assert not donnees.exists()


def test_the_exit_code_is_the_command_s() -> None:
    reel = {"DATABASE_URL": "postgres://ailleurs/base"}
    assert executer("sh", "-c", "exit 7", **reel)[0] == 7
    assert executer("sh", "-c", "kill -9 $$", **reel)[0] == 128 + 9
    assert executer("commande-qui-n-existe-pas", **reel)[0] == 1


def test_two_commands_share_servers_and_the_last_one_is_waited_for(donnees: Path) -> None:
    premiere = lancer(["sh", "-c", "echo pret; read ligne"], VIGIE_DATA=str(donnees))
    assert premiere.stdout.readline() == "pret\n"
    seconde = lancer(
        ["python", "-c", f"print('pret', flush=True); input(); {PHRASE}c.execute('SELECT 6 * 7'); print(*c)"],
        VIGIE_DATA=str(donnees),
    )
    assert seconde.stdout.readline() == "pret\n"
    premiere.stdin.write("\n")
    premiere.stdin.close()  # its command ends; its servers are needed by the second
    time.sleep(1)
    assert premiere.poll() is None
    assert seconde.communicate("\n", timeout=30)[0] == "(42,)\n"
    assert (premiere.wait(30), seconde.returncode) == (0, 0)
    premiere.stdout.close()


@pytest.mark.parametrize("numero", [signal.SIGTERM, signal.SIGHUP])
def test_a_stop_request_reaches_the_command_and_then_its_servers(numero: signal.Signals) -> None:
    annonce = "echo $DATABASE_URL; trap 'echo au revoir; exit 3' TERM; echo pret; sleep 60 & wait"
    processus = lancer(["--ephemere", "sh", "-c", annonce])
    prises = Path(processus.stdout.readline().strip().partition("host=")[2])
    assert processus.stdout.readline() == "pret\n"
    assert prises.exists()
    descendants = psutil.Process(processus.pid).children(recursive=True)
    processus.send_signal(numero)
    assert processus.communicate(timeout=60)[0] == "au revoir\n"
    assert processus.returncode == 3
    assert [p for p in descendants if p.is_running()] == []
    assert not prises.exists()


def test_works_with_standard_input_closed() -> None:
    fin = subprocess.run(
        ["/bin/sh", "-c", f"exec {sys.executable} -m config.embarque executer --ephemere echo oui <&-"],
        cwd=RACINE,
        env=ENVIRONNEMENT,
        stdout=subprocess.PIPE,
        text=True,
        timeout=60,
    )
    assert (fin.returncode, fin.stdout) == (0, "oui\n")


def test_postgresql_killed_under_writes_loses_nothing_it_acknowledged(
    donnees: Path, vigie: Callable[..., Vigie]
) -> None:
    une = vigie(donnees=donnees)
    une.demarrer()
    serveur = une.serveur("postgres")
    adresse = une.make("manage", "CMD=shell -c 'import os; print(os.environ[\"DATABASE_URL\"])'")[1]
    # The worker writes to the same output: it prints the demonstration's booklets.
    (adresse,) = [ligne for ligne in adresse.splitlines() if ligne.startswith("postgres://")]
    ecrits = 0
    with closing(psycopg2.connect(adresse)) as base, base.cursor() as curseur:
        curseur.execute("CREATE TABLE ecriture (n int)")
        base.commit()
        with pytest.raises(psycopg2.OperationalError):
            while ecrits < 100_000:
                curseur.execute("INSERT INTO ecriture VALUES (%s)", [ecrits + 1])
                base.commit()
                ecrits += 1
                if ecrits == 500:
                    serveur.kill()
    assert une.attendre_la_fin() != 0
    assert "PostgreSQL s’est arrêté brutalement : tout s’arrête." in une.dit()
    assert une.survivants() == []

    demande = f"{PHRASE}c.execute('SELECT count(*), max(n) FROM ecriture'); print(*c.fetchone())"
    code, sortie = executer("python", "-c", demande, VIGIE_DATA=str(donnees))
    lus, dernier = map(int, sortie.split())
    assert code == 0
    assert lus == dernier  # none missing in between
    assert lus in (ecrits, ecrits + 1)  # the last may be written though its answer was cut off
