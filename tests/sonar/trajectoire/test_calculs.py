"""The measures, by hand."""

import pytest

from sonar.trajectoire import calculs


@pytest.mark.parametrize(
    ("niveaux", "attendu"),
    [
        ([], None),
        ([1], None),
        ([1, 1], 0.0),
        ([0, 2], 1.0),
        ([0, 1], 0.5),
        ([0, 0, 2], 1.0),  # as opposed as three can be
        ([0, 1, 2], 1.0),
        ([0, 0, 2, 2], 1.0),
        ([0, 2, 2, 2], 0.75),
        ([1, 1, 1, 2], 0.375),
        ([2] * 50, 0.0),
    ],
)
def test_disagreement_is_the_share_of_the_widest_gap_possible(niveaux, attendu):
    assert calculs.desaccord(niveaux) == attendu
    assert calculs.desaccord(niveaux[::-1]) == attendu


@pytest.mark.parametrize(
    ("mesure", "mots"),
    [
        (None, "trop peu de réponses"),
        (0.0, "d’accord"),
        (0.2, "nuances"),
        (0.5, "désaccord"),
        (0.75, "désaccord fort"),
        (1.0, "désaccord fort"),
    ],
)
def test_each_measure_has_its_words(mesure, mots):
    assert calculs.dire_le_desaccord(mesure) == mots


def test_a_stage_advances_with_all_that_was_said_of_it():
    assert calculs.avancement([]) is None
    assert calculs.avancement([0, 0]) == 0
    assert calculs.avancement([2, 2]) == 1
    assert calculs.avancement([2, 1, 1, 0]) == 0.5


def test_the_next_milestone_is_the_first_that_is_not_passed():
    assert calculs.prochaine_balise({"a": 1.0, "b": None, "c": 0.74, "d": 0.0}) == "c"
    assert calculs.prochaine_balise({"a": 0.75, "b": None}) is None
    assert calculs.prochaine_balise({}) is None


def test_a_later_stage_ahead_of_an_earlier_one_is_told():
    assert calculs.sauts({"a": 0.2, "b": 0.3, "c": 0.5, "d": None, "e": 0.45}) == (
        calculs.Saut("a", ("c", "e")),
    )
    assert calculs.sauts({"a": 0.8, "b": 1.0}) == ()
    assert calculs.sauts({"a": 0.5, "b": 0.25}) == ()


def test_the_mean_of_a_stage_leaves_out_what_was_not_measured():
    assert calculs.desaccord_d_etape([None, 1.0, 0.5]) == 0.75
    assert calculs.desaccord_d_etape([None]) is None
