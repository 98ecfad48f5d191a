"""What a room's sheets say together: pure sums."""

import pytest

from sonar.enums import Style
from sonar.seances import calculs
from sonar.seances.enums import Situation

C, U, H, S = (str(style) for style in Style)


@pytest.mark.parametrize(
    ("profils", "attendue"),
    [
        ({}, Situation.PETIT),
        ({C: 4}, Situation.PETIT),
        ({C: 5}, Situation.HOMOGENE),
        ({C: 6, U: 2, H: 1, S: 1}, Situation.HOMOGENE),  # 60 % exactly
        ({C: 59, U: 20, H: 11, S: 10}, Situation.REPARTI),
        ({C: 4, U: 4}, Situation.DEUX_CAMPS),
        ({C: 45, U: 30, H: 15, S: 10}, Situation.DEUX_CAMPS),  # 30 % and 75 % exactly
        ({C: 44, U: 30, H: 16, S: 10}, Situation.REPARTI),  # 74 % together
        ({C: 2, U: 2, H: 2}, Situation.ABSENT),
        ({C: 33, U: 33, H: 30, S: 4}, Situation.ABSENT),
        ({C: 33, U: 32, H: 30, S: 5}, Situation.REPARTI),  # 5 % exactly
        ({C: 2, U: 2, H: 2, S: 2}, Situation.REPARTI),
        ({f"{C}+{U}": 6}, Situation.DEUX_CAMPS),  # each a half
        ({f"{C}+{U}+{H}": 6}, Situation.ABSENT),
        ({f"{C}+{U}": 3, f"{H}+{S}": 3}, Situation.REPARTI),
    ],
)
def test_the_situation_of_a_group(profils, attendue):
    assert calculs.situation(profils) == attendue


def test_a_mixed_sheet_weighs_the_same_as_another():
    poids = calculs.peser({C: 1, f"{C}+{U}": 2, f"{U}+{H}+{S}": 3})
    assert sum(poids.values()) == 1
    assert [round(float(p), 3) for p in poids.values()] == [0.333, 0.333, 0.167, 0.167]


def test_who_leads_and_who_lacks():
    poids = calculs.peser({C: 3, U: 3, H: 1})
    assert calculs.en_tete(poids) == (Style.CULTURE_INTERNE, Style.USAGES)
    assert calculs.en_retrait(poids) == (Style.SOLUTION,)
    egaux = calculs.peser({C: 1, U: 1, H: 1, S: 1})
    assert calculs.en_retrait(egaux) == ()


def test_sheets_are_gathered_and_come_back_from_storage_the_same():
    feuilles = [{"a": C, "b": C, "c": U}, {"a": U, "b": H, "c": S}]
    groupe = calculs.rassembler(feuilles, personnes=3, papier=1)
    assert groupe.profils == {C: 1, f"{U}+{H}+{S}": 1}
    assert groupe.points == {C: 2, U: 2, H: 1, S: 1}
    assert groupe.questions["a"] == {C: 1, U: 1}
    assert groupe.feuilles == 2
    assert not groupe.se_montre
    assert calculs.Groupe(**groupe.en_donnees()) == groupe


@pytest.mark.parametrize(
    ("nombres", "ordre", "montres"),
    [
        ((3, 3, 3, 3), (0, 1, 2, 3), [3, 3, 3, 3]),
        # One person alone: another count goes with hers, or the total would tell.
        ((5, 4, 3, 1), (0, 1, 2, 3), [None, 4, 3, None]),
        ((5, 4, 2, 1), (0, 1, 2, 3), [5, 4, None, None]),
        # Two counts that make two people: one more goes.
        ((5, 5, 1, 1), (1, 0, 2, 3), [5, None, None, None]),
        ((12, 0, 0, 0), (0, 1, 2, 3), [None, None, None, None]),
    ],
)
def test_an_answer_that_would_tell_one_person_is_withheld(nombres, ordre, montres):
    par_style = dict(zip((C, U, H, S), nombres, strict=True))
    assert list(calculs.montrer_la_question(par_style, ordre).values()) == montres
