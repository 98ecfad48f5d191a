"""Copies of the project to start and stop, made once per test process."""

import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.config.outils import (
    ADMINISTRATEUR,
    Poste,
    Vigie,
    copier_le_projet,
    copier_les_donnees,
    poste_ordinaire,
)


@pytest.fixture(scope="session")
def atelier() -> Iterator[Path]:
    """A folder that everybody can walk through (pytest's own are closed to others)."""
    dossier = Path(tempfile.mkdtemp(prefix="essais-vigie-", dir="/tmp"))
    dossier.chmod(0o755)
    yield dossier
    shutil.rmtree(dossier)


@pytest.fixture(scope="session")
def moi() -> Poste:
    """The person who runs the tests, with the environment that runs them."""
    return Poste(ordinaire=not ADMINISTRATEUR, venv=Path(sys.prefix))


@pytest.fixture(scope="session")
def postes(atelier: Path, moi: Poste) -> Callable[[str], Poste]:
    """`postes("root")`, `postes("ordinaire")`."""
    connus: dict[str, Poste] = {"root" if ADMINISTRATEUR else "ordinaire": moi}

    def poste(nom: str) -> Poste:
        if nom not in connus:
            connus[nom] = poste_ordinaire(atelier)
        return connus[nom]

    return poste


@pytest.fixture(scope="session")
def projet(atelier: Path) -> Path:
    """A copy of the working tree, of the person who runs the tests."""
    return copier_le_projet(atelier / "projet")


@pytest.fixture
def vigie(atelier: Path, moi: Poste, projet: Path) -> Iterator[Callable[..., Vigie]]:
    """`vigie()` gives a copy to start, on new data unless told which; all are stopped at the end."""
    toutes: list[Vigie] = []

    def nouvelle(
        poste: Poste = moi, projet: Path = projet, donnees: Path | None = None, port: int | None = None
    ) -> Vigie:
        if donnees is None:
            donnees = Path(tempfile.mkdtemp(prefix="donnees-", dir=atelier))
            poste.donner(donnees)
        toutes.append(Vigie(poste, projet, donnees, port))
        return toutes[-1]

    yield nouvelle
    for une in toutes:
        une.nettoyer()


@pytest.fixture(scope="session")
def donnees_pretes(atelier: Path, moi: Poste, projet: Path) -> Path:
    """A data folder with everything a first start puts there: tests copy it."""
    une = Vigie(moi, projet, atelier / "donnees-pretes")
    une.dans('python -m config.embarque preparer --comptes "$VIGIE_DATA/comptes_demo.txt"')
    assert not (une.donnees / "etat.json").exists()
    return une.donnees


@pytest.fixture
def donnees(donnees_pretes: Path, atelier: Path) -> Path:
    """A copy of `donnees_pretes`, of the person who runs the tests."""
    return copier_les_donnees(
        donnees_pretes, Path(tempfile.mkdtemp(prefix="donnees-", dir=atelier)) / "copie"
    )
