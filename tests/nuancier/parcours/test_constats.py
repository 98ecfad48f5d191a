from dataclasses import replace

import pytest

from nuancier.parcours.cadre import repartir
from nuancier.parcours.calculs import Duree
from nuancier.parcours.constats import Constat, constater
from nuancier.parcours.mots import duree_en_jours, en_jours, liste
from tests.nuancier.parcours.test_calculs import puce
from tests.outils.teintes import FICHE

FAMILLES = ["Repartir des usages", "Prototyper"]


def dire(*puces, jours=None, participants=None) -> list[Constat]:
    return constater(
        puces, cadre=repartir(puces, jours), jours=jours, participants=participants, familles=FAMILLES
    )


def phrase(theme: str, constats: list[Constat]) -> tuple[str, str]:
    """Kind and sentence of the only check of this theme, with plain spaces."""
    (trouve,) = (c for c in constats if c.theme == theme)
    return trouve.genre, trouve.phrase.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("demi_journees", "attendu"),
    [
        (0, "aucune demi-journée"),
        (1, "une demi-journée"),
        (2, "un jour"),
        (3, "un jour et demi"),
        (6, "trois jours"),
        (7, "trois jours et demi"),
        (40, "20 jours"),
    ],
)
def test_half_days_are_said_as_people_say_them(demi_journees, attendu):
    assert en_jours(demi_journees) == attendu


@pytest.mark.parametrize(
    ("duree", "attendu"),
    [
        ((1, 2), "d’une demi-journée à un jour"),
        ((2, 4), "d’un jour à deux jours"),
        ((4, 6), "de deux jours à trois jours"),
        ((6, 6), "trois jours"),
    ],
)
def test_a_duration_goes_from_the_shortest_to_the_longest(duree, attendu):
    assert duree_en_jours(Duree(*duree)) == attendu


def test_a_list_ends_with_et():
    assert [liste([]), liste(["a"]), liste(["a", "b", "c"])] == ["", "a", "a, b et c"]


@pytest.mark.parametrize(
    ("duree", "jours", "attendu"),
    [
        ((6, 6), 3, ("succes", "Durée totale : trois jours. Cela tient en trois jours.")),
        (
            (4, 4),
            3,
            ("succes", "Durée totale : deux jours. Cela tient en trois jours. Il reste un jour."),
        ),
        (
            (4, 8),
            3,
            (
                "succes",
                "Durée totale : de deux jours à quatre jours. Cela tient en trois jours si l’on prend les "
                "modules au plus court ; au plus long, il manquerait un jour.",
            ),
        ),
        (
            (7, 8),
            3,
            (
                "attention",
                "Durée totale : de trois jours et demi à quatre jours : une demi-journée de plus que les "
                "trois jours prévus, même au plus court.",
            ),
        ),
        (
            (4, 4),
            1,
            ("attention", "Durée totale : deux jours : un jour de plus que le jour prévu."),
        ),
        ((4, 4), None, ("info", "Durée totale : deux jours. Aucun nombre de jours n’est prévu.")),
    ],
)
def test_the_duration_is_said_with_what_is_missing_or_left(duree, jours, attendu):
    assert phrase("Durée", dire(puce(duree_min=duree[0], duree_max=duree[1]), jours=jours)) == attendu


def test_the_two_modules_that_no_group_suits_are_named():
    constats = dire(puce("4.1", jauge_min=12, jauge_max=25), puce("4.2", jauge_max=8))
    (groupe,) = (c for c in constats if c.theme == "Groupe")
    assert groupe.phrase == "Aucun groupe ne convient à tous les modules."
    assert [d.replace("\u00a0", " ") for d in groupe.details] == [
        "« 4.1 Techniques d’immersion » demande au moins 12 personnes, « 4.2 Techniques d’immersion » n’en "
        "prend pas plus de 8."
    ]


@pytest.mark.parametrize(
    ("jauge", "participants", "attendu"),
    [
        ((10, 12), None, ("info", "Un groupe de 10 à 12 personnes convient à tous les modules.")),
        ((None, 12), None, ("info", "Un groupe d’au plus 12 personnes convient à tous les modules.")),
        ((12, 12), None, ("info", "Un groupe de 12 personnes exactement convient à tous les modules.")),
        ((8, None), None, ("info", "Un groupe d’au moins 8 personnes convient à tous les modules.")),
        ((None, None), 12, ("info", "Aucun module ne dit de taille de groupe.")),
        ((10, 12), 12, ("succes", "12 personnes : tous les modules l’acceptent.")),
        (
            (10, 12),
            14,
            (
                "attention",
                "14 personnes : c’est trop pour « 4.1 Techniques d’immersion ». Un groupe de 10 à 12 "
                "personnes conviendrait à tous les modules.",
            ),
        ),
        (
            (10, 12),
            4,
            (
                "attention",
                "4 personnes : c’est trop peu pour « 4.1 Techniques d’immersion ». Un groupe de 10 à 12 "
                "personnes conviendrait à tous les modules.",
            ),
        ),
    ],
)
def test_the_group_is_said_and_whether_the_planned_one_suits(jauge, participants, attendu):
    constats = dire(puce(jauge_min=jauge[0], jauge_max=jauge[1]), participants=participants)
    assert phrase("Groupe", constats) == attendu


def test_trainers_and_subgroups_are_said_for_the_planned_group():
    module = {"jauge_max": 25, "formateurs": 2, "formateurs_au_moins": True, "sous_groupe_max": 8}
    (groupe,) = (c for c in dire(puce(**module), participants=20) if c.theme == "Groupe")
    assert [d.replace("\u00a0", " ") for d in groupe.details] == [
        "Au moins 2 formateurs à la fois.",
        "« 4.1 Techniques d’immersion » : 3 sous-groupes de 6 ou 7.",
    ]


def test_gaps_and_repetitions_are_told_and_what_asks_for_a_look_comes_first():
    sans_module = replace(puce("4.2"), module=None, fiche=replace(FICHE, code="4.2", modules=()))
    constats = dire(puce("4.1", duree_min=1, duree_max=1), sans_module, puce("4.1", duree_min=1, duree_max=1))
    genres = [c.genre for c in constats]
    assert genres == sorted(genres, key=lambda g: g != "attention")
    phrases = [c.phrase.replace("\u00a0", " ") for c in constats]
    assert "Le Nuancier n’a pas encore de module pour « 4.2 Techniques d’immersion »." in phrases
    assert "Plusieurs fois dans le parcours : « 4.1 Techniques d’immersion »." in phrases
    assert "Le parcours touche à 1 famille sur 2." in phrases


def test_a_withdrawn_teinte_is_told():
    constats = dire(replace(puce(), retiree=True))
    assert (
        "attention",
        "Retirée du Nuancier depuis : « 4.1 Techniques d’immersion ».",
    ) in [(c.genre, c.phrase.replace("\u00a0", " ")) for c in constats]


def test_an_empty_path_says_so_and_nothing_else():
    assert [c.phrase for c in dire()] == ["Ce parcours n’a encore aucune pastille."]


def test_every_check_says_its_kind_in_a_word():
    assert {c.mot for c in dire(puce(), jours=1)} <= {"Convient", "À regarder", "À savoir"}
