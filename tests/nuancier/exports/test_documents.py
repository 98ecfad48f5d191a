"""Documents for office suites: opened by LibreOffice, and they say what the fiches say, in order."""

import io
import subprocess
import zipfile

import pytest
from openpyxl import load_workbook

from communs.livrets.enums import Format
from communs.livrets.gabarits import gabarit
from communs.livrets.rendu import composer
from nuancier.exports.livrets import DOCX, ODT, XLSX
from nuancier.exports.selection import selectionner
from nuancier.models import Teinte
from tests.nuancier.exports.test_livret import _dans_l_ordre, _jalons, _mots

GABARITS = {Format.ODT: ODT, Format.DOCX: DOCX}
formats = pytest.mark.parametrize("format", list(GABARITS))


def _fabriquer(cle: str, selection) -> bytes:
    assembler = gabarit(cle).assembler
    assert assembler is not None
    flux, pieces = assembler(selection, lambda pourcent: None)
    assert pieces == 1
    return flux.read()


def _ouvrir(octets: bytes, format: str, dossier) -> str:
    """The text that LibreOffice finds in the file."""
    fichier = dossier / f"nuancier.{format}"
    fichier.write_bytes(octets)
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation=file://{dossier}/profil",
            "--headless",
            *("--convert-to", "txt:Text (encoded):UTF8", "--outdir", str(dossier), str(fichier)),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return (dossier / "nuancier.txt").read_text(encoding="utf-8-sig")


@formats
def test_libreoffice_reads_the_whole_chart_in_order(tout, format, tmp_path):
    lu = _ouvrir(_fabriquer(GABARITS[format], tout), format, tmp_path)
    _dans_l_ordre(lu, [tout.titre, tout.nuancier.auteur, *_jalons(tout), "Source et licence"])
    fin = _mots(lu.rpartition("Source et licence")[2])
    for dit in (tout.nuancier.attribution, tout.nuancier.licence, tout.adresse):
        assert _mots(dit) in fin


@formats
def test_hostile_texts_stay_texts(hostile_choisie, hostile, format, tmp_path):
    octets = _fabriquer(GABARITS[format], hostile_choisie)
    lu = _ouvrir(octets, format, tmp_path)
    _dans_l_ordre(lu, [hostile.titre, *hostile.contenus, *hostile.modules[0].deroule])
    assert "<script>alert(1)</script>" in lu
    with zipfile.ZipFile(io.BytesIO(octets)) as archive:
        assert not [nom for nom in archive.namelist() if "macro" in nom.lower() or "script" in nom.lower()]


def test_a_document_is_made_again_only_when_its_content_changed(contenu):
    for cle in (ODT, DOCX, XLSX):
        avant = composer(gabarit(cle), selectionner("teinte:1.2", None), {}).empreinte
        assert composer(gabarit(cle), selectionner("teinte:1.2", None), {}).empreinte == avant
        Teinte.objects.filter(code="1.2").update(resume=f"Autrement dit, pour {cle}.")
        assert composer(gabarit(cle), selectionner("teinte:1.2", None), {}).empreinte != avant


def test_the_workbook_made_by_a_worker_opens(contenu):
    classeur = load_workbook(io.BytesIO(_fabriquer(XLSX, selectionner("famille:1", None))))
    assert [ligne[0].value for ligne in classeur["Modules"]][1:] == ["1.1", "1.2", "1.3", "1.4"]
