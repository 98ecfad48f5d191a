"""OpenDocument spreadsheets handed in: those of LibreOffice, those of nobody, those meant to hurt."""

import io
import zipfile
from datetime import date

import pytest
from django.core.exceptions import ValidationError

from communs.echanges import tableurs

MIME = b"application/vnd.oasis.opendocument.spreadsheet"
ESPACES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
)
ENTETE = "<table:table-row>{}{}</table:table-row>"


def texte(dit: str, attributs: str = "") -> str:
    return (
        f'<table:table-cell office:value-type="string" {attributs}><text:p>{dit}</text:p></table:table-cell>'
    )


def rangee(*cellules: str, fois: int = 1) -> str:
    return f'<table:table-row table:number-rows-repeated="{fois}">{"".join(cellules)}</table:table-row>'


def classeur(*rangees: str, dtd: str = "", **pieces: bytes) -> bytes:
    """A spreadsheet whose first sheet has « Code » and « Note » for columns, then these rows."""
    feuille = "".join((rangee(texte("Code"), texte("Note")), *rangees))
    contenu = (
        f"<?xml version='1.0'?>{dtd}<office:document-content {ESPACES}><office:body><office:spreadsheet>"
        f'<table:table table:name="Un">{feuille}</table:table>'
        f'<table:table table:name="Deux">{rangee(texte("9.9"))}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    sortie = io.BytesIO()
    with zipfile.ZipFile(sortie, "w", zipfile.ZIP_DEFLATED) as archive:
        for nom, octets in {"mimetype": MIME, "content.xml": contenu.encode(), **pieces}.items():
            archive.writestr(nom, octets)
    return sortie.getvalue()


def lues(*rangees: str) -> list[tuple[int, dict]]:
    return [(ligne.no, ligne.cellules) for ligne in tableurs.lire(classeur(*rangees)).lignes]


def test_the_first_sheet_alone_is_read_with_the_numbers_of_its_rows():
    assert lues(rangee(fois=3), rangee(texte("1.1"), texte("Vu"))) == [(5, {"code": "1.1", "note": "Vu"})]


def test_texts_dates_figures_and_formulas_are_what_a_reader_sees():
    style = '<text:span>gras</text:span><text:s text:c="2"/>et<text:tab/>suite<text:line-break/>fin'
    note = f"{texte('')[: -len('</table:table-cell>')]}<text:p>{style}</text:p></table:table-cell>"
    commentaire = "<office:annotation><text:p>Un aparté</text:p></office:annotation>dit"
    jour = '<table:table-cell office:value-type="date" office:date-value="2027-12-31T00:00:00"/>'
    nombre = '<table:table-cell office:value-type="float" office:value="42"/>'
    calcul = texte("=1+1", 'table:formula="of:=1+1"')
    assert [cellules["note"] for _, cellules in lues(
        rangee(texte("1.1"), note),
        rangee(texte("1.2"), texte(commentaire)),
        rangee(texte("1.3"), jour),
        rangee(texte("1.4"), nombre),
        rangee(texte("1.5"), calcul),
        rangee(texte("1.6"), texte("deux\n   lignes de mise en page")),
    )] == [
        "\ngras  et\tsuite\nfin", "dit", date(2027, 12, 31), 42.0, tableurs.FORMULE,
        "deux    lignes de mise en page",
    ]  # fmt: skip


def test_the_million_of_empty_rows_and_columns_of_every_sheet_costs_nothing():
    vide = '<table:table-cell table:number-columns-repeated="16384"/>'
    assert lues(rangee(texte("1.1"), vide), rangee(vide, fois=1_048_576)) == [
        (2, {"code": "1.1", "note": None})
    ]


def test_a_row_repeated_a_few_times_is_as_many_lines():
    assert [no for no, _ in lues(rangee(texte("1.1"), fois=3))] == [2, 3, 4]


def _gonfle() -> bytes:
    return classeur(rangee(texte("1.1")), **{"Pictures/a.png": b"0" * 50_000_000})


def _entites() -> bytes:
    return classeur(rangee(texte("&a;")), dtd='<!DOCTYPE x [<!ENTITY a "aaaa">]>')


@pytest.mark.parametrize(
    ("contenu", "phrase"),
    [
        (_gonfle, "démesuré"),
        (lambda: classeur(**{f"a{n}": b"" for n in range(300)}), "démesuré"),
        (lambda: classeur(rangee(texte("1.1"), fois=1_048_576)), "10000 lignes"),
        (lambda: classeur(rangee(fois=20_000), rangee(texte("1.1"))), "10000 lignes"),
        (lambda: classeur(rangee(texte("1.1"), fois=10**9)), "ne se lit pas comme un tableau"),
        (lambda: classeur(rangee(texte("1.1"), fois=-1)), "ne se lit pas comme un tableau"),
        (lambda: classeur(rangee(texte("1.1"), texte('<text:s text:c="999999999"/>x'))), "5000 signes"),
        (lambda: classeur(rangee(texte("1.1"), texte("x" * 5_001))), "5000 signes"),
        (lambda: classeur(rangee(texte("<text:span>" * 3_000 + "</text:span>" * 3_000))), "ne se lit pas"),
        (_entites, "ne se lit pas comme un tableau"),
        (lambda: classeur("<table:table-row>"), "ne se lit pas comme un tableau"),
        (lambda: classeur(rangee(texte("1.1")), **{"Basic/script-lb.xml": b"x"}), "macros"),
        (
            lambda: classeur(**{"META-INF/manifest.xml": b"<manifest:encryption-data/>"}),
            "mot de passe",
        ),
        (lambda: classeur(mimetype=b"application/vnd.oasis.opendocument.text"), "ne se lit pas"),
        (classeur, "aucune ligne"),
    ],
)
def test_what_is_no_table_or_would_unfold_beyond_bounds_is_refused_with_a_sentence(contenu, phrase):
    with pytest.raises(ValidationError, match=phrase):
        tableurs.lire(contenu())


def test_a_repeated_cell_fills_no_more_columns_than_a_table_has():
    (ligne,) = tableurs.lire(classeur(rangee(texte("1.1", 'table:number-columns-repeated="16384"')))).lignes
    assert ligne.cellules == {"code": "1.1", "note": "1.1"}
