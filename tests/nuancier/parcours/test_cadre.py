from dataclasses import replace

import pytest

from nuancier.parcours.cadre import Cadre, repartir
from nuancier.parcours.models import MAX_JOURS
from tests.nuancier.parcours.test_calculs import puce


def tableau(cadre: Cadre) -> list[list[list[str]]]:
    """Codes by day and half-day; « + » where the chip began before, « ! » where another stands."""
    return [
        [
            [case.puce.fiche.code + "+" * case.suite + "!" * case.serree for case in demi.cases]
            for demi in jour.demi_journees
        ]
        for jour in cadre.jours
    ]


def test_a_three_day_frame_fills_morning_and_afternoon():
    puces = [puce("1.1", demi_journees=2), puce("1.2", demi_journees=1), puce("1.3", demi_journees=3)]
    cadre = repartir(puces, 3)
    assert tableau(cadre) == [[["1.1"], ["1.1+"]], [["1.2"], ["1.3"]], [["1.3+"], ["1.3+"]]]
    assert all(jour.prevu for jour in cadre.jours)


def test_planned_days_are_shown_even_empty_and_those_beyond_are_marked():
    assert tableau(repartir([], 2)) == [[[], []], [[], []]]
    cadre = repartir([puce("1.1", demi_journees=3)], 1)
    assert [jour.prevu for jour in cadre.jours] == [True, False]


def test_what_is_placed_by_hand_stays_there_and_the_rest_goes_around():
    puces = [
        puce("1.1", demi_journees=1),
        replace(puce("1.2", demi_journees=1), jour=1, moment="apres_midi"),
        puce("1.3", demi_journees=2),
    ]
    assert tableau(repartir(puces, None)) == [[["1.1"], ["1.2"]], [["1.3"], ["1.3+"]]]


def test_a_chip_never_comes_before_the_one_it_follows():
    puces = [replace(puce("1.1", demi_journees=1), jour=2, moment="matin"), puce("1.2", demi_journees=1)]
    assert tableau(repartir(puces, 2)) == [[[], []], [["1.1"], ["1.2"]]]


def test_two_chips_placed_at_the_same_moment_are_both_shown_and_told():
    puces = [
        replace(puce("1.1", demi_journees=2), jour=1, moment="matin"),
        replace(puce("1.2", demi_journees=1), jour=1, moment="apres_midi"),
    ]
    cadre = repartir(puces, 1)
    assert tableau(cadre) == [[["1.1"], ["1.1+", "1.2!"]]]
    assert cadre.serrees == (puces[1],)


def test_a_chip_without_duration_waits_to_be_placed_and_by_hand_takes_one_half_day():
    cadre = repartir([puce("1.1"), replace(puce("1.2"), jour=1, moment="matin")], None)
    assert [p.fiche.code for p in cadre.a_caler] == ["1.1"]
    assert tableau(cadre) == [[["1.2"], []]]


@pytest.mark.parametrize("combien", [3, 60])
def test_the_frame_is_bounded_however_long_the_chips(combien):
    puces = [puce(f"1.{i + 1}", demi_journees=120) for i in range(combien)]
    cadre = repartir(puces, None)
    assert len(cadre.jours) == MAX_JOURS
    assert len(cadre.au_dela) == combien - 1
