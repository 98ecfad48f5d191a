"""Identifiers as people paste them."""

import pytest
from django.core.exceptions import ValidationError

from veille.notices.verifications import ecritures_d_isbn, lire_adresse, lire_doi, lire_isbn, lire_issn


@pytest.mark.parametrize(
    "saisi",
    [
        "10.3917/rfap.165.0005",
        " https://doi.org/10.3917/RFAP.165.0005 ",
        "http://dx.doi.org/10.3917/rfap.165.0005",
        "doi.org/10.3917/rfap.165.0005",
        "doi:10.3917/rfap.165.0005",
        "DOI : 10.3917/rfap.165.0005",
        "https://doi.org/10.3917%2Frfap.165.0005",
    ],
)
def test_a_doi_is_read_however_it_is_pasted(saisi):
    assert lire_doi(saisi) == "10.3917/rfap.165.0005"


@pytest.mark.parametrize("saisi", ["11.3917/rfap", "10.3917", "10.3917/a b", "https://exemple.fr/10.1/x"])
def test_what_is_no_doi_is_refused_with_an_example(saisi):
    with pytest.raises(ValidationError, match="Un DOI commence par"):
        lire_doi(saisi)


@pytest.mark.parametrize(
    "saisi", ["2-07-036822-X", "207036822x", "9782070368228", "978-2-07-036822-8", "ISBN 978 2 07 036822 8"]
)
def test_an_isbn_is_kept_with_thirteen_digits(saisi):
    assert lire_isbn(saisi) == "978-2-07-036822-8"


@pytest.mark.parametrize(
    ("saisi", "message"),
    [
        ("9782070368229", "ne tombe pas juste"),
        ("12345", "10 ou 13 chiffres"),
        ("97820703682ab", "ne se lit pas"),
    ],
)
def test_a_wrong_isbn_is_told_what_is_wrong(saisi, message):
    with pytest.raises(ValidationError, match=message):
        lire_isbn(saisi)


def test_an_issn_is_read_and_checked():
    assert lire_issn("ISSN 03785955") == "0378-5955"
    with pytest.raises(ValidationError, match="ne tombe pas juste"):
        lire_issn("0378-5956")
    with pytest.raises(ValidationError, match="8 caractères"):
        lire_issn("0378")


def test_nothing_is_nothing():
    assert [lire("") for lire in (lire_doi, lire_isbn, lire_issn, lire_adresse)] == ["", "", "", ""]


def test_only_pages_of_the_web_are_addresses():
    assert lire_adresse(" phare.example/marees ") == "https://phare.example/marees"
    assert lire_adresse("http://phare.example") == "http://phare.example"
    for fausse in ("javascript:alert(1)", "ftp://phare.example/x", "data:text/html,x", "deux mots"):
        with pytest.raises(ValidationError, match="adresse d’une page du web"):
            lire_adresse(fausse)


def test_an_isbn_is_found_however_a_row_writes_it():
    assert {"978-2-07-036822-8", "9782070368228", "207036822X"} <= ecritures_d_isbn("2-07-036822-X")
