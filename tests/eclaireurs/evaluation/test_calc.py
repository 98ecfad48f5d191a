"""The tracking table's spreadsheets, opened by LibreOffice Calc, say what the table says."""

import csv
import io
import re
import subprocess
from pathlib import Path

import pytest

from eclaireurs.evaluation.suivi.echange import COLONNES
from eclaireurs.evaluation.suivi.models import Tache
from tests.eclaireurs.evaluation.test_exports import adresse, applicateur  # noqa: F401

pytestmark = pytest.mark.django_db

HOSTILES = ('=HYPERLINK("http://x")', "+33 6 00", "@somme ; « l’été » 🌊", "Une\nautre  ligne, et la fin")
# What Calc writes: commas, every text quoted, what cells hold rather than what they show; dates as ISO.
SORTIE = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,true,false,false"
# What somebody who opens our CSV accepts: semicolons, UTF-8.
ENTREE = "CSV:59,34,76,1,,0,false,false"


def ouvrir(octets: bytes, nom: str, dossier: Path) -> list[list[str]]:
    """The cells that Calc finds in the file, and nothing that it would have computed."""
    fichier = dossier / nom
    fichier.write_bytes(octets)
    sortie = dossier / "lu"
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation=file://{dossier}/profil",
            "--headless",
            *([f"--infilter={ENTREE}"] if nom.endswith(".csv") else []),
            *("--convert-to", SORTIE, "--outdir", str(sortie), str(fichier)),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    (converti,) = sortie.glob("*.csv")
    return list(csv.reader(io.StringIO(converti.read_text(encoding="utf-8-sig"), newline="")))


@pytest.fixture
def attendu(applicateur, evaluation) -> list[list[str]]:  # noqa: F811
    """The table with what tries spreadsheets, as the plain CSV says it."""
    taches = list(Tache.objects.order_by("pk")[: len(HOSTILES)])
    for tache, titre in zip(taches, HOSTILES, strict=True):
        tache.titre, tache.debut_le, tache.fin_le, tache.note = titre, "2026-01-05", "2026-12-31", titre
        tache.save()
    contenu = applicateur.get(adresse(evaluation, "csv")).content.decode()
    lignes = list(csv.reader(io.StringIO(contenu, newline="")))
    assert lignes[0] == list(COLONNES)
    assert len(lignes) == 1 + 2 + 4 + 8
    return lignes


@pytest.mark.parametrize(
    ("format", "nom"), [("xlsx", "suivi.xlsx"), ("ods", "suivi.ods"), ("tableur.csv", "suivi.csv")]
)
def test_calc_reads_in_each_file_what_the_table_says(
    applicateur,  # noqa: F811
    evaluation,
    attendu,
    format,
    nom,
    tmp_path,
):
    lues = ouvrir(applicateur.get(adresse(evaluation, format)).content, nom, tmp_path)
    if format == "tableur.csv":
        assert lues == attendu
        return
    # A CSV shields its formulas by an apostrophe; the cells of a sheet are typed, texts and dates.
    typees = [[cellule.removeprefix("'") for cellule in ligne] for ligne in attendu]
    assert [[_jour(cellule) for cellule in ligne] for ligne in lues] == typees


def _jour(cellule: str) -> str:
    """A date as Calc writes it beside the text that a cell holds; anything else as it is."""
    return re.sub(r"^(\d\d)/(\d\d)/(\d{4})( 00:00:00)?$", r"\3-\1-\2", cellule)
