"""What the chart says of a module, in French."""

from dataclasses import replace

import pytest

from nuancier.calculs import (
    Dit,
    comparer,
    dire_demi_journees,
    dire_duree,
    dire_jauge,
    dire_mixite,
    dire_module,
    dire_notice,
    dire_profils,
    dire_publics,
    duree_iso,
    enumerer,
    rubriques,
)
from nuancier.fiches import FicheLacune, FicheModule, FicheRessource
from tests.outils.teintes import FICHE, MODULE

NU = FicheModule(cle="nu", format="atelier")


def _espaces(texte: str) -> str:
    return texte.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("bas", "haut", "plusieurs", "dit"),
    [
        (None, None, False, ""),
        (1, 1, False, "une demi-journée"),
        (2, 2, False, "une journée"),
        (3, 3, False, "un jour et demi"),
        (4, 4, False, "deux jours"),
        (5, 5, False, "deux jours et demi"),
        (1, 2, False, "une demi-journée à un jour"),
        (1, 3, False, "une demi-journée à un jour et demi"),
        (2, 3, False, "un jour à un jour et demi"),
        (2, 4, False, "un à deux jours"),
        (4, 8, False, "deux à quatre jours"),
        (20, 24, False, "dix jours à 12 jours"),
        (24, 24, False, "12 jours"),
        (1, 1, True, "plusieurs ateliers d’une demi-journée"),
        (2, 4, True, "plusieurs ateliers d’un à deux jours"),
        (4, 4, True, "plusieurs ateliers de deux jours"),
    ],
)
def test_a_duration_is_said_in_days_and_half_days(bas, haut, plusieurs, dit):
    module = replace(NU, duree_min=bas, duree_max=haut, plusieurs_ateliers=plusieurs)
    assert _espaces(dire_duree(module)) == dit


def test_zero_half_day_is_not_a_plural():
    assert dire_demi_journees(0) == "aucune durée"


@pytest.mark.parametrize(
    ("champs", "dit"),
    [
        ({}, ""),
        ({"jauge_max": 12, "formateurs": 1}, "12 personnes au plus pour 1 formateur"),
        ({"jauge_max": 1}, "1 personne au plus"),
        (
            {"jauge_min": 10, "jauge_max": 15, "formateurs": 1, "sous_groupe_max": 8},
            "10 à 15 personnes pour 1 formateur, en sous-groupes de 8 au plus",
        ),
        (
            {
                "jauge_max": 25,
                "formateurs": 2,
                "formateurs_au_moins": True,
                "sous_groupe_min": 6,
                "sous_groupe_max": 8,
            },
            "25 personnes au plus pour au moins 2 formateurs, en sous-groupes de 6 à 8",
        ),
        ({"jauge_min": 10, "jauge_max": 10, "formateurs": 0}, "10 personnes pour 0 formateur"),
        ({"sous_groupe_min": 4, "sous_groupe_max": 4}, "en sous-groupes de 4"),
    ],
)
def test_a_group_is_said_with_its_trainers_and_its_subgroups(champs, dit):
    assert _espaces(dire_jauge(replace(NU, **champs))) == dit


def test_numbers_are_held_to_their_word_by_a_no_break_space():
    assert dire_jauge(replace(NU, jauge_max=12, formateurs=1)) == (
        "12\u00a0personnes au plus pour 1\u00a0formateur"
    )
    assert dire_duree(replace(NU, duree_min=4, duree_max=4)) == "deux\u00a0jours"


def test_words_are_listed_as_french_does():
    assert [enumerer(mots) for mots in ((), ("a",), ("a", "b"), ("a", "b", "c"))] == [
        "",
        "a",
        "a et b",
        "a, b et c",
    ]


def test_who_comes_and_who_carries_are_sentences():
    module = replace(
        NU,
        mixite="privilegiee",
        mixite_entre=("directions", "niveaux", "structures"),
        publics=("tous", "operationnels"),
        profils=("sciences_sociales", "designer", "a_definir"),
    )
    assert dire_mixite(module) == (
        "privilégiée, sans être obligatoire, entre directions, niveaux hiérarchiques et structures"
    )
    assert dire_publics(module) == "Tous publics, opérationnels et porteurs de projets en priorité"
    assert dire_profils(module) == "Sciences sociales de terrain, designer"
    assert (dire_mixite(NU), dire_publics(NU), dire_profils(NU)) == ("", "", "")


def test_a_card_says_all_that_is_known_and_nothing_else():
    assert dire_module(NU) == [Dit("Format", "Atelier")]
    en_ligne = replace(
        NU, format="en_ligne", presentiel_possible=True, presentiel_precision="En salle, on débat."
    )
    assert dire_module(en_ligne) == [
        Dit("Format", "Module en ligne, possible aussi en présentiel", ("En salle, on débat.",))
    ]
    assert [dit.nom for dit in dire_module(MODULE)] == [
        "Format", "Durée", "Groupe", "Mixité", "Publics", "Profil des formateurs",
    ]  # fmt: skip


@pytest.mark.parametrize(("demi_journees", "iso"), [(1, "P0.5D"), (2, "P1D"), (3, "P1.5D"), (20, "P10D")])
def test_a_duration_for_machines(demi_journees, iso):
    assert duree_iso(demi_journees) == iso


def test_a_comparison_marks_what_differs_and_leaves_out_what_nobody_says():
    autre = replace(NU, duree_min=2, duree_max=4)
    lignes = comparer([("4.1", replace(NU, duree_min=1, duree_max=1)), ("5.1", autre)])
    assert [(ligne.nom, ligne.differe) for ligne in lignes] == [("Format", False), ("Durée", True)]
    assert [(code, _espaces(dit.phrase)) for code, dit in lignes[1].valeurs] == [
        ("4.1", "Une demi-journée"),
        ("5.1", "Un à deux jours"),
    ]


def test_only_facts_differ_neither_wording_nor_the_order_of_a_list():
    un = replace(MODULE, publics=("operationnels", "tous"), mixite_entre=("directions", "niveaux"))
    autre = replace(
        un,
        publics=("tous", "operationnels"),
        mixite_entre=("niveaux", "directions"),
        duree_precision="Sur deux jours qui se suivent.",
        deroule=("Tout autre chose.",),
        jauge_max=None,
        sous_groupe_max=None,
    )
    mentions = {ligne.nom: ligne.mention for ligne in comparer([("4.1", un), ("5.1", autre)])}
    assert mentions == {
        "Format": "identique",
        "Durée": "précisions différentes",
        "Groupe": "pas dit partout",
        "Mixité": "identique",
        "Publics": "identique",
        "Profil des formateurs": "identique",
        "Déroulé": "",
    }
    assert not any(ligne.differe for ligne in comparer([("4.1", un), ("5.1", autre)]))


def test_a_comparison_puts_the_steps_last():
    assert comparer([("4.1", MODULE), ("4.2", MODULE)])[-1].nom == "Déroulé"
    assert comparer([]) == []


def test_the_parts_of_a_page_are_those_with_content_and_those_left_open():
    vues = [(r.cle, bool(r.contenu), r.manque) for r in rubriques(FICHE)]
    assert vues == [
        ("lexique", True, ""),
        ("finalites", True, ""),
        ("competences", True, ""),
        ("savoir_etre", True, ""),
        ("contenus", True, ""),
        ("module", True, ""),
        ("ressources", True, ""),
        ("references", False, "titre sans contenu"),
    ]
    coupee = replace(FICHE, lacunes=(FicheLacune("contenus", "tronquee"),))
    assert [(r.cle, bool(r.contenu)) for r in rubriques(coupee) if r.lacune] == [("contenus", True)]
    sans_profil = replace(FICHE, lacunes=(FicheLacune("formateurs", "a_definir"),))
    assert [r.nom for r in rubriques(sans_profil) if r.lacune] == ["Profil des formateurs"]


@pytest.mark.parametrize(
    ("champs", "dit"),
    [
        ({}, ""),
        (
            {"auteurs": ("Aline Martin", "Jo Roy"), "editeur": "Phare", "date": "2014"},
            "Aline Martin et Jo Roy, Phare, 2014",
        ),
        (
            {
                "auteurs": ("P. Scherer",),
                "role": "ouvrage collectif coordonné par",
                "organismes": ("La 27e Région",),
            },
            "Ouvrage collectif coordonné par P. Scherer, La 27e Région",
        ),
        ({"role": "ouvrage collectif", "editeur": "Autrement"}, "Ouvrage collectif, Autrement"),
        ({"dans": "Revue, n° 3", "organismes": ("FING",), "editeur": "FING"}, "Dans Revue, n° 3, FING"),
    ],
)
def test_a_record_is_said_as_a_bibliography_does(champs, dit):
    assert dire_notice(FicheRessource(cle="x", titre="X", genre="ouvrage", **champs)) == dit
