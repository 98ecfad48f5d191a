"""The three-way rule, on every combination of three values."""

import itertools

import pytest

from communs.echanges.calculs import Sort, comparable, sort_du_champ

ATTENDU = {
    # (shipped before, shipped now, in the database), up to the names of the values
    "AAA": Sort.PAREIL,
    "AAB": Sort.GARDER,
    "ABA": Sort.PRENDRE,
    "ABB": Sort.PAREIL,
    "ABC": Sort.CONFLIT,
}


def motif(valeurs: tuple[str, ...]) -> str:
    lettres: dict[str, str] = {}
    return "".join(lettres.setdefault(v, "ABC"[len(lettres)]) for v in valeurs)


@pytest.mark.parametrize("valeurs", list(itertools.product(("Phare", "Bouée", ""), repeat=3)))
def test_every_combination_of_three_values_has_its_outcome(valeurs):
    avant, livre, actuel = valeurs
    assert sort_du_champ(avant=avant, livre=livre, actuel=actuel) == ATTENDU[motif(valeurs)]


def test_the_same_text_saved_by_a_web_form_is_not_a_change():
    assert comparable("Une ligne\nune autre\n") == comparable("Une ligne\r\nune autre")
    assert comparable(["a ", "b"]) == comparable(("a", "b"))
    assert comparable({"n": 1, "t": "x\r\n"}) == {"n": 1, "t": "x"}


def test_true_is_not_the_text_true():
    assert comparable(True) != comparable("True")
    assert comparable(None) != comparable("")
