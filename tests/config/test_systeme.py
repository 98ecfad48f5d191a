"""The check of system packages: what is missing is installed or named, never passed over."""

import subprocess
import sys
from pathlib import Path

import pytest

from config.embarque.systeme import Paquet, lire
from tests.config.outils import RACINE


def verifier(
    tmp_path: Path, liste: str, *groupes: str, **programmes: str
) -> "subprocess.CompletedProcess[str]":
    """Run the script as the Makefile does, on another list, where only these programs exist."""
    projet = tmp_path / "projet"
    (projet / "config" / "embarque").mkdir(parents=True)
    (tmp_path / "bin").mkdir()
    script = projet / "config" / "embarque" / "systeme.py"
    script.write_text((RACINE / "config" / "embarque" / "systeme.py").read_text())
    (projet / "systeme.txt").write_text(liste)
    for nom, texte in programmes.items():
        programme = tmp_path / "bin" / nom.replace("_", "-")
        programme.write_text(f"#!/bin/sh\n{texte}\n")
        programme.chmod(0o755)
    for outil in ("env", "touch"):
        (tmp_path / "bin" / outil).symlink_to(f"/usr/bin/{outil}")
    return subprocess.run(
        [sys.executable, script, *groupes],
        env={"PATH": str(tmp_path / "bin")},
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_nothing_is_said_when_all_is_there(tmp_path: Path) -> None:
    fin = verifier(tmp_path, "run present | true\ntest absent | false\n", "run")
    assert (fin.returncode, fin.stdout, fin.stderr) == (0, "", "")


def test_what_is_missing_is_named_with_its_command_where_it_cannot_be_installed(tmp_path: Path) -> None:
    liste = "# liste\ntest present | true\ntest absent | command -v absent\ntest autre | false\n"
    fin = verifier(tmp_path, liste, "test")
    assert fin.returncode == 1
    assert "Paquets système manquants : absent autre\n" in fin.stderr
    assert "    sudo apt-get install absent autre\n" in fin.stderr
    assert "    absent : command -v absent\n" in fin.stderr


def test_what_is_missing_is_installed_where_it_can_be(tmp_path: Path) -> None:
    preuve = tmp_path / "installe"
    apt = f'for mot in "$@"; do :; done; [ "$mot" = update ] || touch "{preuve}-$mot"'
    sudo = 'shift; [ "$1" = true ] || "$@"'
    liste = f"run absent | test -e {preuve}-absent\n"
    fin = verifier(tmp_path, liste, "run", apt_get=apt, sudo=sudo)
    assert fin.returncode == 0, fin.stderr


def test_an_installation_that_fails_is_a_failure(tmp_path: Path) -> None:
    fin = verifier(tmp_path, "run absent | false\n", "run", apt_get="exit 100", sudo="exit 0")
    assert fin.returncode == 1
    assert "sudo apt-get install absent" in fin.stderr


def test_a_line_without_its_proof_is_refused() -> None:
    assert lire("run paquet | true | cat\n") == [Paquet("run", "paquet", "true | cat")]
    with pytest.raises(ValueError, match="pas de preuve pour paquet"):
        lire("run paquet |\n")


def test_the_project_s_list_covers_what_running_and_testing_need() -> None:
    paquets = lire((RACINE / "systeme.txt").read_text())
    assert {"chromium-headless-shell", "docker-compose"} <= {p.nom for p in paquets if p.groupe == "test"}
    assert {p.groupe for p in paquets} == {"run", "test", "mesures"}
