"""Small groups: an attacker who knows the rule, adds, subtracts and solves, finds no withheld count."""

from collections import defaultdict
from datetime import date
from itertools import permutations, product
from random import Random

import highspy
import pytest

from sonar.calculs import cle_de_profil, compter, dominants
from sonar.confidentialite import (
    MINIMUM,
    MIXTE,
    PURES,
    K,
    Ligne,
    arrondir,
    cumuler,
    decouper,
    mois_suivant,
    proteger,
    proteger_tout,
)


def lignes(total: int, cases: int = 4):
    """Every row of that many counts with that total."""
    if cases == 1:
        yield (total,)
        return
    for premier in range(total + 1):
        for reste in lignes(total - premier, cases - 1):
            yield (premier, *reste)


@pytest.mark.parametrize("total", [5, 6, 8, 9, 12, 16, 17, 24, MINIMUM])
def test_whoever_knows_the_rule_is_left_with_k_values_for_each_withheld_count(total):
    """Exhaustive: all rows of four counts, all draws; the attacker knows all but the draw."""
    candidats = defaultdict(set)
    for ligne in lignes(total):
        for ordre in permutations(range(4)):
            candidats[tuple(proteger(ligne, ordre))].add(ligne)
    for publiee, possibles in candidats.items():
        for rang, nombre in enumerate(publiee):
            if nombre is None:
                assert len({ligne[rang] for ligne in possibles}) >= K, (publiee, rang)
            else:
                assert nombre >= K


def test_a_row_without_small_group_is_published_whole():
    assert proteger([5, 12, 9, 14], (2, 0, 3, 1)) == [5, 12, 9, 14]


def test_a_second_count_is_withheld_where_the_total_would_give_the_first_away():
    assert proteger([4, 12, 9, 15], (2, 0, 3, 1)) == [None, 12, None, 15]


def test_two_small_groups_protect_each_other_only_if_they_are_k_people_together():
    assert proteger([4, 1, 20, 15], (2, 3, 0, 1)) == [None, None, 20, 15]
    assert proteger([3, 1, 20, 16], (2, 3, 0, 1)) == [None, None, None, 16]


def test_that_everybody_answered_the_same_is_never_published():
    assert proteger([0, 40, 0, 0], (0, 2, 3, 1)) == [None] * 4


SEPT, OCT, NOV, DEC = (date(2026, mois, 1) for mois in (9, 10, 11, 12))


@pytest.mark.parametrize(
    ("feuilles", "depuis", "attendu"),
    [
        ({}, None, []),
        ({SEPT: 40}, None, [(SEPT, SEPT)]),
        ({SEPT: 39}, None, []),
        ({SEPT: 39, OCT: 1}, None, [(SEPT, OCT)]),
        ({SEPT: 39, NOV: 50}, None, [(SEPT, NOV)]),
        ({SEPT: 50, OCT: 10, NOV: 60}, None, [(SEPT, SEPT), (OCT, NOV)]),
        ({SEPT: 50, OCT: 10, NOV: 10}, None, [(SEPT, SEPT)]),
        ({SEPT: 50, OCT: 50}, OCT, [(OCT, OCT)]),
        ({DEC: 500}, None, []),
        ({NOV: 0, DEC: 500}, None, []),
    ],
)
def test_months_are_published_whole_and_wait_for_each_other_when_small(feuilles, depuis, attendu):
    en_cours = {**feuilles, DEC: 999}
    en_cours = {mois: n for mois, n in en_cours.items() if depuis is None or mois >= depuis}
    assert decouper(en_cours, depuis=depuis, avant=DEC) == attendu


def test_the_month_after_december_is_january():
    assert mois_suivant(date(2026, 12, 1)) == date(2027, 1, 1)
    assert mois_suivant(date(2026, 1, 1)) == date(2026, 2, 1)


def test_a_running_count_moves_by_k():
    assert [arrondir(n) for n in (0, 4, 5, 9, 10)] == [0, 0, 5, 5, 10]


def test_a_total_adds_up_only_rows_published_in_full():
    assert cumuler([[5, 6], [None, None], [7, 8]]) == [12, 14]
    assert cumuler([[None, None]]) is None
    assert cumuler([]) is None


# --- between the tables: one population, all its rows, and an attacker with a linear solver -----------

FEUILLES = list(product(range(4), repeat=6))


def publier(population: list[tuple[int, ...]], alea: Random) -> dict[str, Ligne]:
    """The rows of a period made of these sheets, as `barometre` publishes them."""
    comptes = defaultdict(lambda: defaultdict(int))
    for feuille in population:
        for rang, style in enumerate(feuille):
            comptes[f"q{rang}"][PURES[style]] += 1
        comptes["profil"][profil(feuille)] += 1
    return proteger_tout(comptes, melanger=lambda n: alea.sample(range(n), n))


def profil(feuille: tuple[int, ...]) -> str:
    return cle_de_profil(dominants(compter(PURES[style] for style in feuille)))


def compte_dans(feuille: tuple[int, ...], mesure: str, valeur: str) -> bool:
    if mesure.startswith("q"):
        return PURES[feuille[int(mesure[1:])]] == valeur
    return "+" in profil(feuille) if valeur == MIXTE else profil(feuille) == valeur


@pytest.mark.parametrize("graine", range(6))
def test_a_solver_that_crosses_all_tables_cannot_narrow_a_withheld_count_below_k_values(graine):
    """The unknowns are the 4096 possible sheets, the constraints everything published."""
    alea = Random(graine)
    penchants = [alea.choices((1, 2, 6, 20), k=4) for _ in range(6)]
    population = [
        tuple(alea.choices(range(4), weights=poids)[0] for poids in penchants)
        for _ in range(alea.randint(MINIMUM, 3 * MINIMUM))
    ]
    publiees = publier(population, alea)
    solveur = highspy.Highs()
    solveur.silent()
    solveur.addVars(len(FEUILLES), [0.0] * len(FEUILLES), [highspy.kHighsInf] * len(FEUILLES))
    contrainte(solveur, range(len(FEUILLES)), len(population))
    caches = []
    for mesure, ligne in publiees.items():
        for valeur, nombre in ligne.items():
            concernees = [i for i, f in enumerate(FEUILLES) if compte_dans(f, mesure, valeur)]
            if nombre is None:
                caches.append((mesure, valeur, concernees))
            else:
                contrainte(solveur, concernees, nombre)
    assert caches
    for mesure, valeur, concernees in caches:
        bas, haut = bornes(solveur, concernees)
        assert haut - bas >= K - 1 - 1e-6, (mesure, valeur, bas, haut)


def contrainte(solveur: highspy.Highs, rangs, total: int) -> None:
    solveur.addRow(total, total, len(rangs), list(rangs), [1.0] * len(rangs))


def bornes(solveur: highspy.Highs, rangs: list[int]) -> tuple[float, float]:
    for rang in rangs:
        solveur.changeColCost(rang, 1.0)
    valeurs = []
    for sens in (highspy.ObjSense.kMinimize, highspy.ObjSense.kMaximize):
        solveur.changeObjectiveSense(sens)
        solveur.run()
        assert solveur.getModelStatus() == highspy.HighsModelStatus.kOptimal
        valeurs.append(solveur.getInfo().objective_function_value)
    for rang in rangs:
        solveur.changeColCost(rang, 0.0)
    return valeurs[0], valeurs[1]
