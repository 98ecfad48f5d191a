"""Check the system packages of systeme.txt, install those missing, or say exactly what to install.

Run as a plain script by the Makefile, before any environment exists: standard library only, and nothing
imported from the project.

    python3 config/embarque/systeme.py run test
"""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

LISTE = Path(__file__).resolve().parents[2] / "systeme.txt"


@dataclass(frozen=True)
class Paquet:
    """One system package and the shell test that proves it is there."""

    groupe: str
    nom: str
    preuve: str

    def present(self) -> bool:
        """Run the test."""
        return subprocess.run(["/bin/sh", "-c", self.preuve], capture_output=True).returncode == 0


def lire(texte: str) -> list[Paquet]:
    """Read systeme.txt; raise `ValueError` on a line that is not `group package | test`."""
    paquets = []
    for ligne in texte.splitlines():
        if not ligne.strip() or ligne.startswith("#"):
            continue
        debut, _, preuve = ligne.partition("|")
        groupe, nom = debut.split()
        if not preuve.strip():
            raise ValueError(f"systeme.txt : pas de preuve pour {nom}")
        paquets.append(Paquet(groupe, nom, preuve.strip()))
    return paquets


def installer(noms: list[str]) -> bool:
    """Install with apt-get where we may; return whether it could be tried."""
    if not shutil.which("apt-get"):
        return False
    prefixe = []
    if os.geteuid() != 0:
        if not shutil.which("sudo") or subprocess.run(["sudo", "-n", "true"], capture_output=True).returncode:
            return False
        prefixe = ["sudo", "-n"]
    apt = [*prefixe, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", "-y"]
    subprocess.run([*apt, "update"], stdout=sys.stderr, stdin=subprocess.DEVNULL)
    commande = [*apt, "install", "--no-install-recommends", *noms]
    subprocess.run(commande, stdout=sys.stderr, stdin=subprocess.DEVNULL)
    return True


def manquants(groupes: set[str]) -> list[Paquet]:
    """Return the packages of `groupes` whose test fails."""
    return [p for p in lire(LISTE.read_text()) if p.groupe in groupes and not p.present()]


def main(groupes: set[str]) -> int:
    """Return 0 once every package of `groupes` is there, else 1 after saying what to install."""
    absents = manquants(groupes)
    if not absents:
        return 0
    noms = [p.nom for p in absents]
    sys.stderr.write(f"Paquets système manquants : {' '.join(noms)}\n")
    if installer(noms) and not (absents := manquants(groupes)):
        return 0
    noms = [p.nom for p in absents]
    sys.stderr.write(
        "Ces paquets n’ont pas pu être installés automatiquement. Installez-les, puis relancez :\n"
        f"    sudo apt-get install {' '.join(noms)}\n"
        "(sur un autre système que Debian ou Ubuntu, leurs équivalents ; preuves attendues :\n"
        + "\n".join(f"    {p.nom} : {p.preuve}" for p in absents)
        + ")\n"
    )
    return 1


if __name__ == "__main__":
    sys.exit(main(set(sys.argv[1:])))
