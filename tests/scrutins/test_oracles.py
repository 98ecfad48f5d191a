"""Our counting beside others': pyrankvote for instant runoff; the definitions of Schulze and Borda."""

import random
from fractions import Fraction
from itertools import pairwise, permutations

import pytest
from pyrankvote import Ballot, Candidate, instant_runoff_voting

from communs.scrutins.calculs import classements

GRAINES = range(60)


def election(graine: int) -> tuple[list[tuple[int, ...]], int]:
    """Random rankings, cut short at random, of 3 to 7 options; the same for the same seed."""
    hasard = random.Random(graine)
    options, bulletins = hasard.randint(3, 7), []
    for _ in range(hasard.randint(20, 120)):
        ordre = hasard.sample(range(options), hasard.randint(1, options))
        bulletins.append(tuple(ordre.index(o) + 1 if o in ordre else 0 for o in range(options)))
    return bulletins, options


def compter(graine: int):
    bulletins, options = election(graine)
    urne = classements.remplir(bulletins, [1] * len(bulletins), range(options))
    return bulletins, options, classements.depouiller(urne)


@pytest.mark.parametrize("graine", GRAINES)
def test_le_vote_alternatif_suit_les_tours_de_pyrankvote(graine):
    """As long as nobody is equally last: there pyrankvote draws lots, we follow the published order."""
    bulletins, options, resultat = compter(graine)
    candidats = [Candidate(str(o)) for o in range(options)]
    autres = instant_runoff_voting(
        candidats,
        [
            Ballot([candidats[o] for o in sorted(range(options), key=b.__getitem__) if b[o]])
            for b in bulletins
        ],
    )
    nos_tours = {}
    for tour in resultat.elimination.tours:
        nos_tours[frozenset(o for o, v in tour.voix.items() if v)] = tour.voix
        if tour.ex_aequo:
            break
    leurs_tours = [
        {int(r.candidate.name): r.number_of_votes for r in tour.candidate_results if r.number_of_votes}
        for tour in autres.rounds
    ]
    communs = [
        (nos_tours.get(frozenset(voix)), voix) for voix in leurs_tours
    ]  # theirs may put two out at once
    assert all(nous == eux for nous, eux in communs if nous is not None)
    assert communs[0][0] is not None
    if not any(t.ex_aequo for t in resultat.elimination.tours):
        assert autres.get_winners() == [candidats[resultat.elimination.palmares.ordre[0]]]


@pytest.mark.parametrize("graine", GRAINES)
def test_schulze_trouve_la_plus_forte_chaine_parmi_toutes(graine):
    """Every path is walked: the strength is the best of the weakest links."""
    _, options, resultat = compter(graine)
    duels = resultat.duels

    def lien(a: int, b: int) -> int:
        return duels[a][b] if duels[a][b] > duels[b][a] else 0

    for a, b in permutations(range(min(options, 5)), 2):
        autres = [o for o in range(options) if o not in {a, b}]
        chemins = ((a, *milieu, b) for n in range(len(autres) + 1) for milieu in permutations(autres, n))
        meilleur = max(min(lien(x, y) for x, y in pairwise(c)) for c in chemins)
        assert resultat.schulze.forces[a][b] == meilleur


@pytest.mark.parametrize("graine", GRAINES)
def test_borda_par_les_duels_est_borda_bulletin_par_bulletin(graine):
    bulletins, options, resultat = compter(graine)
    points = [Fraction()] * options
    for bulletin in bulletins:
        places = [rang or 99 for rang in bulletin]
        for o in range(options):
            points[o] += sum(p > places[o] for p in places) + Fraction(places.count(places[o]) - 1, 2)
    assert resultat.borda.points == tuple(points)


@pytest.mark.parametrize("graine", range(20))
def test_l_ordre_des_bulletins_et_leur_regroupement_ne_changent_rien(graine):
    bulletins, options, resultat = compter(graine)
    melanges = bulletins[:]
    random.Random(graine).shuffle(melanges)
    egaux = sorted(set(melanges))
    urne = classements.remplir(egaux, [melanges.count(b) for b in egaux], range(options))
    assert classements.depouiller(urne) == resultat
