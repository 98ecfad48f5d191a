"""The arithmetic of a mix: zero, one, all of them, and what balances it."""

import pytest

from sonar.carte.calculs import (
    Point,
    centre_de_gravite,
    couvertures,
    equilibrer,
    hybridite,
    zone,
)
from sonar.carte.enums import Zone

HAUT = Point("haut", 0, 90)
BAS = Point("bas", 0, -90)
GAUCHE = Point("gauche", -80, 0)
DROITE = Point("droite", 80, 0)
MILIEU = Point("milieu", 0, 0)
AUTRE_MILIEU = Point("autre-milieu", 10, 20)
AUTRE_HAUT = Point("autre-haut", 15, 70)
CARTE = [HAUT, BAS, GAUCHE, DROITE, MILIEU, AUTRE_MILIEU, AUTRE_HAUT]


@pytest.mark.parametrize(
    ("x", "y", "attendue"),
    [
        (20, 60, Zone.CENTRE),
        (-20, -60, Zone.CENTRE),
        (20, 61, Zone.GLOBALE),
        (0, -61, Zone.INTERNE),
        (21, 10, Zone.CAPACITATION),
        (21, 11, Zone.CAPACITATION_GLOBALE),
        (21, -11, Zone.CAPACITATION_INTERNE),
        (-21, 0, Zone.SOLUTION),
        (-21, 11, Zone.SOLUTION_GLOBALE),
        (-21, -11, Zone.SOLUTION_INTERNE),
    ],
)
def test_zones_have_exact_edges(x, y, attendue):
    assert zone(x, y) == attendue


def test_nothing_ticked_has_neither_centre_nor_hybridity_nor_advice():
    assert centre_de_gravite([]) is None
    assert hybridite([]) is None
    assert equilibrer([], CARTE) == equilibrer([], [])
    assert equilibrer([], CARTE).voisines == ()


def test_one_resource_stands_where_it_is_and_mixes_with_nothing():
    assert centre_de_gravite([GAUCHE]) == (-80, 0)
    assert hybridite([GAUCHE]) is None
    assert equilibrer([GAUCHE], CARTE).opposees[0] == "droite"
    # The furthest empty zone first; then those as far, in the order of the map.
    assert equilibrer([HAUT], CARTE).opposees == ("bas", "droite", "gauche")
    assert "gauche" not in (*equilibrer([GAUCHE], CARTE).voisines, *equilibrer([GAUCHE], CARTE).opposees)


@pytest.mark.parametrize(
    ("points", "attendue"),
    [
        ([HAUT, AUTRE_HAUT], 0),  # one zone
        ([HAUT, BAS], 100),  # two zones
        ([MILIEU, AUTRE_MILIEU], 100),  # both in the hybrid area
        ([HAUT, AUTRE_HAUT, BAS], 67),  # two pairs of three
        (CARTE, 95),  # all but one pair of twenty-one
    ],
)
def test_hybridity_counts_the_pairs_that_talk_across_zones(points, attendue):
    assert hybridite(points) == attendue
    assert hybridite(points[::-1]) == attendue


def test_everything_ticked_leaves_nothing_to_advise():
    assert equilibrer(CARTE, CARTE).voisines == ()
    assert equilibrer(CARTE, CARTE).opposees == ()
    assert {c.pourcent for c in couvertures(CARTE, CARTE)} == {100}


def test_coverage_goes_zone_by_zone_and_names_the_empty_ones():
    lues = {c.zone: (c.utilisees, c.total, c.pourcent) for c in couvertures([HAUT], CARTE)}
    assert lues[Zone.GLOBALE] == (1, 2, 50)
    assert lues[Zone.CENTRE] == (0, 2, 0)
    assert Zone.SOLUTION_GLOBALE not in lues


def test_the_same_mix_is_given_the_same_advice_whatever_its_order():
    assert equilibrer([HAUT, BAS], CARTE) == equilibrer([BAS, HAUT], CARTE[::-1])
