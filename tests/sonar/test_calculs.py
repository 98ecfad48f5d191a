"""The rule, checked on all the sheets there are: 4^6 = 4,096."""

from collections import Counter
from itertools import product
from uuid import UUID

from sonar.calculs import (
    cle_de_profil,
    cles_de_profil,
    compter,
    discrets,
    dominants,
    melanger,
    mouvements,
)
from sonar.enums import Style

TOUTES = [compter(feuille) for feuille in product(Style, repeat=6)]


def test_each_answer_gives_one_point_to_its_style():
    comptes = compter(["usages", "usages", "solution", "usages", "hybridation", "solution"])
    assert comptes == {"culture_interne": 0, "usages": 3, "hybridation": 1, "solution": 2}


def test_the_leaders_have_the_most_points_and_the_discreet_the_least():
    for comptes in TOUTES:
        assert {comptes[s] for s in dominants(comptes)} == {max(comptes.values())}
        assert {comptes[s] for s in discrets(comptes)} == {min(comptes.values())}
        assert all(comptes[s] < max(comptes.values()) for s in Style if s not in dominants(comptes))


def test_every_sheet_has_one_of_fourteen_profiles_and_each_profile_is_reached():
    atteints = {cle_de_profil(dominants(comptes)) for comptes in TOUTES}
    assert atteints == set(cles_de_profil())
    assert len(atteints) == 14


def test_ties_are_a_main_path_as_published():
    egalites = sum(len(dominants(c)) > 1 for c in TOUTES)
    en_bas = sum(len(discrets(c)) > 1 for c in TOUTES)
    assert (egalites, en_bas, len(TOUTES)) == (1560, 1936, 4096)  # 38 % and 47 %


def test_the_profile_key_does_not_depend_on_the_order_of_the_styles():
    assert cle_de_profil([Style.SOLUTION, Style.CULTURE_INTERNE]) == "culture_interne+solution"


def test_an_attempt_always_shows_the_same_order_and_attempts_differ():
    essai = UUID("12345678123456781234567812345678")
    assert melanger(essai, "q") == melanger(essai, "q")
    ordres = {melanger(UUID(int=n), "q") for n in range(500)}
    assert len(ordres) == 24


def test_no_place_favours_a_style():
    """Over 4,000 sheets each style comes first about one time in four (five standard deviations)."""
    premiers = Counter(melanger(UUID(int=n), "q")[0] for n in range(4000))
    assert all(863 <= premiers[style] <= 1137 for style in Style)


def test_a_history_says_what_moved_since_the_sheet_before():
    recente, ancienne = compter(["usages"] * 6), compter(["usages"] * 4 + ["solution"] * 2)
    haut, bas = mouvements([recente, ancienne])
    assert [(c.style, c.points, c.ecart, c.domine) for c in haut] == [
        ("culture_interne", 0, 0, False),
        ("usages", 6, 2, True),
        ("hybridation", 0, 0, False),
        ("solution", 0, -2, False),
    ]
    assert [c.ecart_signe for c in haut] == ["=", "+2", "=", "−2"]
    assert {c.ecart for c in bas} == {None}
    assert mouvements([]) == []
