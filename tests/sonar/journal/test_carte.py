"""The map of the poster: labels that hide nothing, zones, words in the order of a dictionary."""

from itertools import combinations
from types import SimpleNamespace

import pytest

from sonar.journal import carte
from sonar.journal.figures_carte import HAUTEUR, LARGEUR, libelles, place


def concept(rang: int, nom: str, x: float, y: float, **autres) -> SimpleNamespace:
    return SimpleNamespace(cle=f"c{rang}", nom=nom, x=x, y=y, certitude="sur", **autres)


def chevauchent(un, autre) -> bool:
    return (
        abs(un.x - autre.x) < (un.largeur + autre.largeur) / 2 - 0.3
        and abs(un.y - autre.y) < (un.hauteur + autre.hauteur) / 2 - 0.3
    )


def test_labels_printed_at_one_place_move_apart_and_stay_on_the_sheet():
    concepts = [concept(n, f"Ressource numéro {n}", 5 * (n % 4), 6 * (n % 7)) for n in range(40)]
    mots, _ = libelles(concepts, [])
    assert not [paire for paire in combinations(mots, 2) if chevauchent(*paire)]
    for mot in mots:
        assert mot.largeur / 2 <= mot.x <= LARGEUR - mot.largeur / 2
        assert 0 < mot.y < HAUTEUR


def test_the_same_content_is_drawn_the_same_twice():
    concepts = [concept(n, "Nudge", 0, 0) for n in range(9)]
    assert libelles(concepts, [])[0] == libelles(concepts, [])[0]


def test_left_is_the_solution_and_up_the_global_vision():
    assert place(-100, 100) < place(100, 100)
    assert place(0, 100)[1] < place(0, -100)[1]


@pytest.mark.parametrize(
    ("x", "y", "zone"),
    [
        (0, 0, carte.MILIEU),
        (20, -60, carte.MILIEU),
        (21, 0, "Capacitation, vision globale"),
        (-21, -1, "Solution, vision interne"),
        (0, 61, "Capacitation, vision globale"),
        (-5, -95, "Solution, vision interne"),
    ],
)
def test_a_resource_is_in_one_zone(x, y, zone):
    assert carte.zone(x, y) == zone


def test_words_are_sorted_as_in_a_dictionary():
    mots = ["Nudge", "Éducation populaire", "agilité", "Écosystème", "Design"]
    assert sorted(mots, key=carte._ordre) == [
        "agilité",
        "Design",
        "Écosystème",
        "Éducation populaire",
        "Nudge",
    ]
