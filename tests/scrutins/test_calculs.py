"""Counting, on cases of the literature with their known results, and on how ballots may be filled in."""

from fractions import Fraction

import pytest

from communs.scrutins.calculs import classements, jugement, sommes
from communs.scrutins.calculs.bulletins import deplacer, ordonner, resserrer
from communs.scrutins.calculs.classements import Classement

# Tennessee: Memphis, Nashville, Chattanooga, Knoxville.
TENNESSEE = {(1, 2, 3, 4): 42, (4, 1, 2, 3): 26, (4, 3, 1, 2): 15, (4, 3, 2, 1): 17}
# Burlington, 2009: Montroll, Kiss, Wright (the three who mattered; rankings left unfinished).
MONTROLL, KISS, WRIGHT = 0, 1, 2
BURLINGTON = {
    "MKW": 1332, "MWK": 767, "M": 455, "KMW": 2043, "KWM": 371, "K": 568, "WMK": 1513, "WKM": 495, "W": 1289,
}  # fmt: skip


def rangs(ordre: str, lettres: str) -> tuple[int, ...]:
    """« BCA » among « ABC » is (3, 1, 2); a letter that is not there is left unranked."""
    return tuple(ordre.index(x) + 1 if x in ordre else 0 for x in lettres)


def compter(bulletins: dict[tuple[int, ...], int], departage=None) -> Classement:
    options = len(next(iter(bulletins)))
    urne = classements.remplir(list(bulletins), list(bulletins.values()), departage or range(options))
    return classements.depouiller(urne)


def lettres(bulletins: dict[str, int], noms: str, departage=None) -> Classement:
    return compter({rangs(ordre, noms): n for ordre, n in bulletins.items()}, departage)


# --- rankings ------------------------------------------------------------------------------------


def test_au_tennessee_les_trois_methodes_ne_s_accordent_pas():
    resultat = compter(TENNESSEE)
    assert resultat.nombre == 100
    assert resultat.duels == ((0, 42, 42, 42), (58, 0, 68, 68), (58, 32, 0, 83), (58, 32, 17, 0))
    assert resultat.borda.points == (126, 194, 173, 107)
    assert resultat.borda.palmares.ordre == (1, 2, 0, 3)
    assert resultat.schulze.condorcet == 1
    assert resultat.schulze.palmares.ordre == (1, 2, 3, 0)
    tours = resultat.elimination.tours
    assert [t.voix for t in tours] == [{0: 42, 1: 26, 2: 15, 3: 17}, {0: 42, 1: 26, 3: 32}, {0: 42, 3: 58}]
    assert [t.elimine for t in tours] == [2, 1, None]
    assert resultat.elimination.palmares.ordre == (3, 0, 1, 2)


def test_le_premier_exemple_de_schulze_tourne_en_rond_et_se_denoue():
    """Schulze (2011), example 1: 45 voters, no Condorcet winner, order E > A > C > B > D."""
    resultat = lettres(
        {"ACBED": 5, "ADECB": 5, "BEDAC": 8, "CABED": 3, "CAEBD": 7, "CBADE": 2, "DCEBA": 7, "EBADC": 8},
        "ABCDE",
    )
    assert resultat.duels == (
        (0, 20, 26, 30, 22),
        (25, 0, 16, 33, 18),
        (19, 29, 0, 17, 24),
        (15, 12, 28, 0, 14),
        (23, 27, 21, 31, 0),
    )
    assert resultat.schulze.forces == (
        (0, 28, 28, 30, 24),
        (25, 0, 28, 33, 24),
        (25, 29, 0, 29, 24),
        (25, 28, 28, 0, 24),
        (25, 28, 28, 31, 0),
    )
    assert resultat.schulze.condorcet is None
    assert resultat.schulze.palmares.ordre == (4, 0, 2, 1, 3)
    assert resultat.schulze.palmares.departages == ()


def test_un_cycle_parfait_est_tranche_par_l_ordre_publie_et_le_dit():
    resultat = lettres({"ABC": 1, "BCA": 1, "CAB": 1}, "ABC", departage=(2, 0, 1))
    for palmares in (resultat.borda.palmares, resultat.schulze.palmares):
        assert palmares.ordre == (2, 0, 1)
        assert palmares.departages == ((2, 0, 1),)
    premier = resultat.elimination.tours[0]
    assert (premier.elimine, premier.ex_aequo) == (1, (2, 0, 1))
    assert resultat.elimination.palmares.ordre == (2, 0, 1)


def test_a_burlington_l_option_qui_gagne_tous_ses_duels_perd_au_vote_alternatif():
    resultat = lettres(BURLINGTON, "MKW")
    assert resultat.schulze.condorcet == MONTROLL
    assert resultat.duels[MONTROLL][KISS] == 4067
    assert resultat.duels[KISS][MONTROLL] == 3477
    assert resultat.elimination.palmares.ordre == (KISS, WRIGHT, MONTROLL)
    assert [t.elimine for t in resultat.elimination.tours] == [MONTROLL, None]
    assert resultat.elimination.tours[0].voix == {MONTROLL: 2554, KISS: 2982, WRIGHT: 3297}
    assert resultat.elimination.tours[1].voix == {KISS: 4314, WRIGHT: 4064}
    assert resultat.elimination.tours[1].epuises == 455


def test_le_vote_alternatif_n_est_pas_monotone():
    """Ten voters who raise A, the winner, make A lose: the textbook example with 39, 35 and 26 ballots."""
    avant = lettres({"ABC": 39, "BCA": 35, "CAB": 26}, "ABC")
    assert avant.elimination.palmares.ordre[0] == 0
    apres = lettres({"ABC": 49, "BCA": 25, "CAB": 26}, "ABC")
    assert apres.elimination.palmares.ordre[0] == 2


def test_des_rangs_egaux_partagent_le_bulletin_sans_rien_en_perdre():
    resultat = compter({(1, 1, 1, 2): 1, (1, 1, 2, 2): 1})
    premier = resultat.elimination.tours[0]
    assert premier.voix[0] == Fraction(1, 3) + Fraction(1, 2)
    assert sum(premier.voix.values()) == 2
    assert resultat.borda.points == (Fraction(9, 2), Fraction(9, 2), Fraction(5, 2), Fraction(1, 2))
    assert sum(resultat.borda.points) == 2 * 6


def test_une_option_laissee_sans_rang_vient_apres_toutes_les_autres():
    resultat = compter({(1, 0, 0): 1})
    assert resultat.duels == ((0, 1, 1), (0, 0, 0), (0, 0, 0))
    assert resultat.borda.points == (2, Fraction(1, 2), Fraction(1, 2))


def test_un_bulletin_dont_les_options_sont_sorties_est_dit_epuise():
    resultat = compter({(1, 0, 0): 3, (0, 1, 0): 3, (0, 0, 1): 2})
    assert [t.epuises for t in resultat.elimination.tours] == [0, 2, 5]
    assert resultat.elimination.palmares.ordre == (0, 1, 2)
    assert resultat.elimination.tours[1].ex_aequo == (0, 1)


def test_une_seule_option_arrive_en_tete():
    resultat = compter({(1,): 4})
    assert (resultat.borda.palmares.ordre, resultat.schulze.palmares.ordre) == ((0,), (0,))
    assert resultat.elimination.palmares.ordre == (0,)


def test_tous_a_egalite_suivent_l_ordre_publie_par_les_trois_methodes():
    resultat = compter({(1, 1, 1): 7}, departage=(2, 1, 0))
    assert resultat.borda.palmares.ordre == (2, 1, 0)
    assert resultat.schulze.palmares.ordre == (2, 1, 0)
    assert resultat.elimination.palmares.ordre == (2, 1, 0)


def test_il_faut_un_poids_par_bulletin():
    with pytest.raises(ValueError, match="un poids par bulletin"):
        classements.remplir([(1, 2)], [1, 1], (0, 1))


# --- one choice, approval, points --------------------------------------------------------------------


def test_les_voix_s_additionnent_et_l_egalite_se_dit():
    resultat = sommes.additionner([(1, 0, 0), (0, 1, 0), (0, 0, 1)], [3, 3, 1], departage=(1, 0, 2))
    assert resultat.totaux == (3, 3, 1)
    assert resultat.palmares.ordre == (1, 0, 2)
    assert resultat.palmares.departages == ((1, 0),)


def test_les_points_distinguent_le_total_et_le_nombre_de_soutiens():
    resultat = sommes.additionner([(10, 0), (1, 3)], [1, 2], departage=(0, 1))
    assert resultat.totaux == (12, 6)
    assert resultat.soutiens == (3, 2)


# --- majority judgment -------------------------------------------------------------------------------


def test_l_experience_d_orsay_en_2007_donne_ses_jauges_publiees():
    """Balinski and Laraki: 1,000 ballots of Orsay; all three « Assez bien », told apart by the gauge."""
    bayrou, royal, sarkozy = (
        (74, 84, 148, 251, 307, 136),
        (125, 122, 168, 191, 227, 167),
        (282, 71, 115, 143, 198, 191),
    )
    resultat = jugement.juger([sarkozy, royal, bayrou], departage=(0, 1, 2))
    assert [m.mention for m in resultat.merites] == [3, 3, 3]
    assert [m.jauge for m in resultat.merites] == [
        Fraction(-468, 1000),
        Fraction(-415, 1000),
        Fraction(443, 1000),
    ]
    assert resultat.palmares.ordre == (2, 1, 0)
    assert resultat.palmares.departages == ()


def test_la_mention_majoritaire_est_la_plus_basse_des_deux_du_milieu():
    assert jugement.merite((5, 0, 5)).mention == 0
    assert jugement.merite((5, 0, 6)).mention == 2


def test_a_jauges_egales_l_autre_cote_parle():
    moins_conteste, plus_conteste = (2, 4, 4), (3, 3, 4)
    resultat = jugement.juger([plus_conteste, moins_conteste], departage=(0, 1))
    assert [m.jauge for m in resultat.merites] == [Fraction(4, 10), Fraction(4, 10)]
    assert resultat.palmares.ordre == (1, 0)


def test_le_jugement_usuel_peut_ranger_autrement():
    """45 % better and 44 % worse, against 30 % and 1 %: the gauge sees p alone, the usual judgment both."""
    serre, paisible = (44, 11, 45), (1, 69, 30)
    resultat = jugement.juger([serre, paisible], departage=(0, 1))
    assert resultat.palmares.ordre == (0, 1)
    assert resultat.usuel.ordre == (1, 0)
    assert resultat.merites[0].usuel == Fraction(1, 22)


def test_sans_mention_compte_comme_la_pire():
    assert jugement.compter([(0, 7), (1, 3)], [2, 1], options=2, mentions=7) == [
        [3, 0, 0, 0, 0, 0, 0],
        [0, 0, 1, 0, 0, 0, 2],
    ]


def test_sans_bulletin_il_n_y_a_pas_de_mention():
    with pytest.raises(ValueError, match="Aucun bulletin"):
        jugement.merite((0, 0))


# --- ballots -----------------------------------------------------------------------------------------


def test_des_rangs_ecartes_se_resserrent():
    assert resserrer((10, 40, 40, 0)) == (1, 2, 2, 0)


def test_un_bulletin_se_montre_classees_d_abord():
    assert ordonner((0, 2, 1, 0)) == [2, 1, 0, 3]


@pytest.mark.parametrize(
    ("geste", "option", "attendu"),
    [
        ("monter", 1, (2, 1, 3, 0)),
        ("monter", 0, (1, 2, 3, 0)),
        ("descendre", 0, (2, 1, 3, 0)),
        ("descendre", 2, (1, 2, 3, 0)),
        ("classer", 3, (1, 2, 3, 4)),
        ("oter", 0, (0, 1, 2, 0)),
        ("monter", 3, (1, 2, 3, 0)),
    ],
)
def test_un_bouton_deplace_une_option_et_renumerote(geste, option, attendu):
    assert deplacer((1, 2, 3, 0), option, geste) == attendu
