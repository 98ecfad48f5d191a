from dataclasses import replace

import pytest

from nuancier.enums import Format, Mixite
from nuancier.fiches import FicheModule
from nuancier.parcours import calculs
from nuancier.parcours.calculs import Duree, Puce
from tests.outils.teintes import FICHE

NU = FicheModule(cle="module", format="atelier")


def puce(code: str = "4.1", /, *, demi_journees: int | None = None, fiche=FICHE, **module) -> Puce:
    """A chip whose module says only what the test gives."""
    return Puce(
        fiche=replace(fiche, code=code),
        famille="Repartir des usages",
        module=replace(NU, **module),
        demi_journees=demi_journees,
    )


@pytest.mark.parametrize(
    ("chip", "attendu"),
    [
        (puce(duree_min=2, duree_max=4), Duree(2, 4)),
        (puce(duree_min=1, duree_max=1), Duree(1, 1)),
        (puce(duree_min=2, duree_max=4, demi_journees=3), Duree(3, 3)),
        (puce(demi_journees=5), Duree(5, 5)),
        (puce(), None),
        (Puce(fiche=FICHE, famille="F"), None),
        (Puce(fiche=FICHE, famille="F", demi_journees=1), Duree(1, 1)),
    ],
)
def test_a_chip_lasts_what_the_path_says_then_what_its_module_says(chip, attendu):
    assert calculs.duree(chip) == attendu


def test_durations_add_up_and_those_nobody_knows_are_told():
    puces = [puce(duree_min=2, duree_max=4), puce("4.2"), puce("4.3", duree_min=1, duree_max=1)]
    assert calculs.duree_totale(puces) == Duree(3, 5)
    assert calculs.sans_duree(puces) == [puces[1]]
    assert calculs.duree_totale([]) == Duree(0, 0)


@pytest.mark.parametrize(
    ("total", "jours", "attendu"),
    [((6, 6), 3, (0, 0)), ((4, 8), 3, (-2, 2)), ((7, 9), 3, (1, 3)), ((1, 1), 2, (-3, -3))],
)
def test_what_passes_the_planned_days_is_counted_in_half_days(total, jours, attendu):
    assert calculs.depassement(Duree(*total), jours) == Duree(*attendu)


@pytest.mark.parametrize(
    ("jauges", "attendu"),
    [
        ([(10, 15), (10, 12)], (10, 12)),
        ([(None, 10), (10, 12)], (10, 10)),
        ([(None, 25), (None, None)], (1, 25)),
        ([(8, None), (None, 25)], (8, 25)),
        ([(8, None)], (8, None)),
        ([(None, None)], (1, None)),
        ([], (1, None)),
    ],
)
def test_the_group_is_what_every_module_accepts(jauges, attendu):
    groupe = calculs.groupe([puce(f"4.{i + 1}", jauge_min=a, jauge_max=b) for i, (a, b) in enumerate(jauges)])
    assert groupe.possible
    assert (groupe.minimum, groupe.maximum) == attendu


def test_no_group_fits_and_every_pair_that_conflicts_is_named():
    grand, petit, moyen = (
        puce("4.1", jauge_min=12, jauge_max=25),
        puce("4.2", jauge_max=8),
        puce("4.3", jauge_min=10, jauge_max=15),
    )
    groupe = calculs.groupe([grand, petit, moyen])
    assert not groupe.possible
    assert groupe.conflits == ((grand, petit), (moyen, petit))


@pytest.mark.parametrize(
    ("bornes", "participants", "attendu"),
    [
        ((None, 8), 12, (6, 6)),
        ((None, 8), 17, (6, 6, 5)),
        ((6, 8), 13, (7, 6)),
        ((6, 8), 9, None),
        ((6, 8), 25, (7, 6, 6, 6)),
        ((None, 8), 8, (8,)),
        ((None, None), 12, None),
    ],
)
def test_subgroups_are_as_few_and_as_even_as_can_be(bornes, participants, attendu):
    module = replace(NU, sous_groupe_min=bornes[0], sous_groupe_max=bornes[1])
    assert calculs.sous_groupes(module, participants) == attendu


@pytest.mark.parametrize(
    ("demandes", "attendu"),
    [([], (0, False)), ([(1, False), (2, True)], (2, True)), ([(2, False), (None, False)], (2, False))],
)
def test_the_most_demanding_module_sets_the_number_of_trainers(demandes, attendu):
    puces = [puce(formateurs=n, formateurs_au_moins=m) for n, m in demandes]
    assert calculs.formateurs(puces) == attendu


def test_the_strongest_demand_of_a_mixed_group_wins():
    faible = puce("4.1", mixite="privilegiee", mixite_entre=("directions",))
    forte = puce("4.2", mixite="requise", mixite_entre=("niveaux", "structures"))
    assert calculs.mixite([faible, forte]) == (Mixite.REQUISE, ("niveaux", "structures"), (forte,))
    assert calculs.mixite([puce()]) is None


def test_formats_are_counted():
    puces = [puce(), puce("4.2"), puce("4.3", format="en_ligne"), Puce(fiche=FICHE, famille="F")]
    assert calculs.formats(puces) == {Format.ATELIER: 2, Format.EN_LIGNE: 1}


@pytest.mark.parametrize(
    ("publics", "tous", "communs", "conflits"),
    [
        ([("tous",), ("tous", "operationnels")], True, set(), 0),
        ([("tous",), ("sensibilises",)], False, {"sensibilises"}, 0),
        ([("sensibilises", "interesses"), ("interesses",)], False, {"interesses"}, 0),
        ([("sensibilises",), ("interesses",)], False, set(), 1),
        ([()], True, set(), 0),
    ],
)
def test_the_public_of_a_path_is_that_of_all_its_modules(publics, tous, communs, conflits):
    resultat = calculs.publics([puce(f"4.{i + 1}", publics=p) for i, p in enumerate(publics)])
    assert (resultat.tous, resultat.communs, len(resultat.conflits)) == (tous, communs, conflits)


def test_a_skill_that_two_teintes_work_on_stands_once_with_both():
    une = puce("4.1")
    autre = puce("4.2", fiche=replace(FICHE, competences=(*FICHE.competences, "Fabriquer")))
    assert calculs.competences([une, autre, une]) == {
        "Préparer une immersion et la mener": ["4.1", "4.2"],
        "Fabriquer": ["4.2"],
    }


def test_a_teinte_that_stands_twice_is_told():
    assert calculs.repetees([puce("4.1"), puce("4.2"), puce("4.1")]) == ["4.1"]


def fiche_de_mots(*mots: str):
    return replace(FICHE, lexique=mots, competences=())


@pytest.mark.parametrize(
    ("une", "autre", "part"),
    [
        (("terrain", "usagers"), ("Terrains", "usager"), 1.0),
        (("empathie", "terrain"), ("empathie", "récit"), 1 / 3),
        (("terrain", "avec"), ("maquette", "avec"), None),
        (("été",), ("été",), None),  # three letters say too little
    ],
)
def test_two_teintes_are_alike_by_the_words_they_share(une, autre, part):
    puces = [puce("4.1", fiche=fiche_de_mots(*une)), puce("4.2", fiche=fiche_de_mots(*autre))]
    trouvees = calculs.ressemblances(puces)
    assert [p for _, _, p in trouvees] == ([] if part is None else [pytest.approx(part)])


def test_one_word_in_eight_is_enough_and_less_is_not():
    propres = [f"propre{lettre}" for lettre in "abcdefgh"]
    huit = fiche_de_mots("partage", *propres[:3]), fiche_de_mots("partage", *propres[3:7])
    neuf = fiche_de_mots("partage", *propres[:4]), fiche_de_mots("partage", *propres[4:])
    comptes = [
        len(calculs.ressemblances([puce("4.1", fiche=a), puce("4.2", fiche=b)])) for a, b in (huit, neuf)
    ]
    assert comptes == [1, 0]
