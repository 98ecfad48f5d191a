from datetime import date

import pytest
from django.core.exceptions import ValidationError

from veille.dates import en_clair, lire_date


@pytest.mark.parametrize(
    ("texte", "dite"),
    [
        ("2018", "2018"),
        ("2018-09", "septembre 2018"),
        ("2018-09-18", "18 septembre 2018"),
        ("2018-02-01", "1er février 2018"),
        ("2018-23", "automne 2018"),
        ("", ""),
    ],
)
def test_a_date_is_said_with_the_precision_it_has(texte, dite):
    assert en_clair(texte) == dite


@pytest.mark.parametrize(
    "texte", ["18", "2018-13", "2018-25", "2018-02-30", "2018-9", "2018-21-03", "0000", "été"]
)
def test_what_is_no_date_is_refused(texte):
    with pytest.raises(ValidationError):
        lire_date(texte)


@pytest.mark.parametrize(
    ("texte", "premier", "dernier"),
    [
        ("2018", date(2018, 1, 1), date(2018, 12, 31)),
        ("2018-02", date(2018, 2, 1), date(2018, 2, 28)),
        ("2018-22", date(2018, 6, 1), date(2018, 8, 31)),
        ("2018-24", date(2018, 12, 1), date(2018, 12, 31)),
        ("2018-09-18", date(2018, 9, 18), date(2018, 9, 18)),
    ],
)
def test_it_knows_between_which_days_it_lies(texte, premier, dernier):
    lue = lire_date(texte)
    assert (lue.premier_jour, lue.dernier_jour) == (premier, dernier)


@pytest.mark.parametrize("texte", ["２０１８", "٢٠١٨-٠٩", "2018-０９", "2018\n"])
def test_digits_of_other_scripts_are_no_date(texte):
    with pytest.raises(ValidationError):
        lire_date(texte)
