"""Tables: read by the programs people have, and read back as the very same fiches."""

import csv
import io
import re
import zipfile
from dataclasses import replace

import pytest
from openpyxl import load_workbook

from communs.echanges.rapport import ErreursDImport
from nuancier.exports.tables import COLONNES, CelluleTropLongue, en_csv, en_xlsx, lire_table

ECRITURES = {
    "csv": lambda choix: en_csv(choix, tableur=False),
    "tableur": lambda choix: en_csv(choix, tableur=True),
    "xlsx": en_xlsx,
}
ecritures = pytest.mark.parametrize("ecrire", ECRITURES.values(), ids=ECRITURES)


@ecritures
def test_the_eighteen_teintes_come_back_as_they_were(tout, ecrire):
    assert tuple(lire_table(ecrire(tout))) == tout.fiches


@ecritures
def test_hostile_texts_come_back_as_they_were(hostile_choisie, hostile, ecrire):
    assert lire_table(ecrire(hostile_choisie)) == [hostile]


def test_a_french_spreadsheet_opens_it_semicolons_mark_and_all(tout):
    octets = en_csv(tout, tableur=True)
    assert octets.startswith(b"\xef\xbb\xbfCode;Titre;")
    lignes = list(csv.reader(io.StringIO(octets.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert tuple(lignes[0]) == COLONNES
    assert [ligne[0] for ligne in lignes[1:]] == [f.code for f in tout.fiches for _ in f.modules or (None,)]
    assert {ligne[COLONNES.index("Licence")].split()[0] for ligne in lignes[1:]} == {"CC"}
    assert all("La 27e Région" in ligne[COLONNES.index("Source")] for ligne in lignes[1:])


def test_no_cell_is_a_formula(hostile_choisie):
    lignes = csv.reader(io.StringIO(en_csv(hostile_choisie, tableur=False).decode(), newline=""))
    assert not [c for ligne in lignes for c in ligne if c.startswith(("=", "+", "-", "@", "\t", "\r"))]
    classeur = load_workbook(io.BytesIO(en_xlsx(hostile_choisie)))
    assert {cellule.data_type for feuille in classeur for ligne in feuille for cellule in ligne} <= {"s", "n"}


def test_the_workbook_says_source_and_licence_in_its_properties_and_on_a_sheet(tout):
    classeur = load_workbook(io.BytesIO(en_xlsx(tout)))
    assert classeur.properties.creator == "La 27e Région"
    assert tout.nuancier.licence_adresse in classeur.properties.description
    dits = {ligne[0].value: ligne[1].value for ligne in classeur["Source et licence"]}
    assert dits["Attribution"] == tout.nuancier.attribution
    assert tout.nuancier.licence in dits["Licence"]


def test_the_same_content_makes_the_same_workbook_whatever_the_time(tout):
    classeur = zipfile.ZipFile(io.BytesIO(en_xlsx(tout)))
    assert {entree.date_time for entree in classeur.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    dates = re.findall(r"\d{4}-\d\d-\d\dT[\d:]+Z", classeur.read("docProps/core.xml").decode())
    assert dates == ["2016-01-01T00:00:00Z"] * 2
    assert en_xlsx(tout) == en_xlsx(tout)


def test_a_text_too_long_for_a_cell_is_told_rather_than_cut(tout):
    fiche = replace(tout.fiches[0], resume="x" * 40_000)
    with pytest.raises(CelluleTropLongue, match=r"Teinte 1\.1, «\xa0Résumé\xa0»"):
        en_xlsx(replace(tout, fiches=(fiche,)))


def _abime(tout, **cellules: str) -> bytes:
    """The table of 4.1 with other cells in its first row."""
    fiche = next(f for f in tout.fiches if f.code == "4.1")
    lignes = list(
        csv.reader(io.StringIO(en_csv(replace(tout, fiches=(fiche,)), tableur=False).decode(), newline=""))
    )
    for nom, texte in cellules.items():
        lignes[1][COLONNES.index(nom)] = texte
    sortie = io.StringIO(newline="")
    csv.writer(sortie).writerows(lignes)
    return sortie.getvalue().encode()


@pytest.mark.parametrize(
    ("cellules", "phrase"),
    [
        ({"Code": "4,1"}, "le code s’écrit 3.2"),
        ({"Titre": ""}, "a besoin d’un titre"),
        (
            {"Format": "Conférence"},
            "« Conférence » est inconnu. Choisissez parmi « Module en ligne », « Atelier »",
        ),
        ({"Jauge maximale": "une dizaine"}, "« Jauge maximale » attend un nombre entier"),
        ({"Jauge maximale": "99999999999"}, "attend un nombre entier"),
        ({"Présentiel possible": "peut-être"}, "attend « oui » ou « non »"),
        ({"Clé du module": ""}, "a besoin d’une clé"),
        ({"Lacunes": "il manque tout"}, "Une lacune s’écrit"),
        ({"Ressources": "Un titre sans puce"}, "notice illisible"),
        ({"Ressources": "• Un titre\nClé : un-titre"}, "d’une clé et d’un genre"),
        ({"Ressources": "• Un titre\nCouleur : bleu"}, "« Couleur » n’est pas un champ connu"),
    ],
)
def test_a_cell_that_says_nothing_sensible_is_told_with_its_line(tout, cellules, phrase):
    with pytest.raises(ErreursDImport) as lu:
        lire_table(_abime(tout, **cellules))
    (erreur,) = lu.value.erreurs
    assert phrase in erreur.message.replace("\u00a0", " ")
    assert erreur.no > 1


def test_a_table_that_is_not_ours_is_told_what_it_lacks():
    with pytest.raises(ErreursDImport, match=r"Il manque à ce tableau.*Résumé"):
        lire_table(b"Code;Titre\n1.1;Un titre")


def test_a_file_that_is_no_table_is_refused():
    with pytest.raises(ErreursDImport, match="ne se lit pas comme un tableau"):
        lire_table(b"PK\x03\x04 not a zip")


def test_two_rows_of_one_teinte_may_not_disagree(hostile_choisie):
    lignes = list(csv.reader(io.StringIO(en_csv(hostile_choisie, tableur=False).decode(), newline="")))
    lignes[2][COLONNES.index("Titre court")] = "Autre chose"
    sortie = io.StringIO(newline="")
    csv.writer(sortie).writerows(lignes)
    with pytest.raises(ErreursDImport, match=r"teinte 4\.1.*diffèrent d’une ligne à l’autre"):
        lire_table(sortie.getvalue().encode())
