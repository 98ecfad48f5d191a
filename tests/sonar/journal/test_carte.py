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
    concepts = [concept(n, f"Ressource numéro {n}", 5 * (n % 4), 6 * (n % 7)) for n in range(14)]
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


@pytest.mark.django_db
@pytest.mark.usefixtures("contenu")
def test_every_resource_of_the_map_is_drawn_told_and_listed_once():
    lu = carte.contexte()
    places = {concept.cle for concept in lu["lexique"] if concept.place}
    assert {libelle.cle for libelle in lu["libelles"]} == places
    assert not [paire for paire in combinations(lu["libelles"], 2) if chevauchent(*paire)]
    listes = [c.cle for colonne in lu["zones_en_colonnes"] for zone in colonne for c in zone["concepts"]]
    assert sorted(listes) == sorted(places)
    assert len(lu["carte_questions"]) == 5
