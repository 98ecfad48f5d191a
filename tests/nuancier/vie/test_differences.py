"""What changed between two fiches, in words a reader understands."""

from dataclasses import replace

import pytest

from nuancier.fiches import FicheLacune, en_dict
from nuancier.vie.differences import Morceau, comparer
from nuancier.vie.pieces import appliquer, cle_libre, comparer_pieces, lire_piece
from tests.outils.teintes import FICHE, MODULE, RESSOURCE


def _dit(differences):
    return [
        (d.titre, d.genre, [(x.genre, x.libelle) for x in d.lignes if x.genre != "egal"]) for d in differences
    ]


def test_the_same_fiche_has_no_difference():
    assert comparer(FICHE, FICHE) == ()


def test_a_word_changed_in_an_item_is_marked_word_by_word():
    autre = replace(FICHE, finalites=("Repartir de ce que les agents font vraiment", "Sortir des bureaux"))
    (difference,) = comparer(FICHE, autre)

    assert (difference.titre, difference.genre) == ("Finalités", "change")
    assert [ligne.genre for ligne in difference.lignes] == ["change", "egal"]
    assert difference.lignes[0].morceaux == (
        Morceau("egal", "Repartir de ce que les "),
        Morceau("retire", "gens"),
        Morceau("ajoute", "agents"),
        Morceau("egal", " font vraiment"),
    )


def test_an_item_added_and_one_removed_are_told_apart():
    autre = replace(FICHE, lexique=("usage", "usagers", "empathie", "carnet de bord"))

    assert _dit(comparer(FICHE, autre)) == [
        ("Champ lexical", "change", [("retire", ""), ("ajoute", "")]),
    ]


def test_fields_of_a_module_are_named_in_french_with_their_labels():
    autre = replace(FICHE, modules=(replace(MODULE, format="voyage", jauge_max=None, jauge_min=None),))
    (difference,) = comparer(FICHE, autre)

    assert difference.titre == "Module « Aller voir »"
    assert [(x.genre, x.libelle, x.morceaux[-1].texte) for x in difference.lignes if x.genre != "egal"] == [
        ("change", "Format", "Voyage d’étude"),
        ("retire", "Jauge minimale", "10"),
        ("retire", "Jauge maximale", "15"),
    ]


def test_a_module_added_says_all_it_holds_and_its_steps():
    autre = replace(FICHE, modules=(MODULE, replace(MODULE, cle="revenir", titre="Revenir")))

    assert [(titre, genre) for titre, genre, _ in _dit(comparer(FICHE, autre))] == [
        ("Module « Revenir »", "ajoute"),
        ("Module « Revenir » : déroulé", "ajoute"),
    ]


def test_a_record_and_what_is_missing_are_compared_too():
    citation = replace(FICHE.ressources[0], ressource=replace(RESSOURCE, titre="Manuel du grand terrain"))
    autre = replace(FICHE, ressources=(citation,), lacunes=())

    assert _dit(comparer(FICHE, autre)) == [
        ("Ressources : Manuel du grand terrain", "change", [("change", "Titre")]),
        ("Ce qui manque", "change", [("retire", "")]),
    ]


@pytest.mark.parametrize(
    ("partie", "cible"),
    [("presentation", ""), ("lexique", ""), ("module", "aller-voir"), ("ressources", "manuel-du-terrain"),
     ("lacunes", "")],
)  # fmt: skip
def test_a_piece_put_back_as_it_was_changes_nothing(partie, cible):
    valeurs = lire_piece(FICHE, partie, cible)

    assert valeurs
    assert appliquer(FICHE, partie, cible, valeurs) == FICHE
    assert comparer_pieces(partie, valeurs, valeurs) == ()


def test_a_piece_replaced_leaves_all_the_others():
    rendue = appliquer(FICHE, "module", "aller-voir", en_dict(replace(MODULE, titre="Y aller")))

    assert rendue == replace(FICHE, modules=(replace(MODULE, titre="Y aller"),))


def test_a_piece_taken_away_and_one_that_was_not_there():
    assert appliquer(FICHE, "module", "aller-voir", None) == replace(FICHE, modules=())
    assert lire_piece(FICHE, "module", "inconnu") is None
    nouveau = replace(MODULE, cle="revenir")
    assert appliquer(FICHE, "module", "revenir", en_dict(nouveau)).modules == (MODULE, nouveau)


def test_filling_a_part_removes_its_gap_and_no_other():
    trouee = replace(
        FICHE,
        contenus=(),
        lacunes=(
            FicheLacune("contenus", "a_completer"),
            FicheLacune("formateurs", "a_definir"),
            FicheLacune("references", "vide"),
        ),
    )

    assert [la.partie for la in appliquer(trouee, "contenus", "", ["Un récit"]).lacunes] == [
        "formateurs",
        "references",
    ]
    assert [la.partie for la in appliquer(trouee, "contenus", "", []).lacunes] == [
        "contenus",
        "formateurs",
        "references",
    ]
    muette = replace(trouee, modules=(replace(MODULE, profil="", profils=()),))
    assert [la.partie for la in appliquer(muette, "module", "aller-voir", en_dict(MODULE)).lacunes] == [
        "contenus",
        "references",
    ]


def test_a_part_that_was_cut_is_still_said_so_once_corrected():
    coupee = replace(FICHE, lacunes=(FicheLacune("contenus", "tronquee"), FicheLacune("formateurs", "vide")))

    assert FICHE.contenus
    assert appliquer(coupee, "contenus", "", ["Un récit"]).lacunes == coupee.lacunes
    assert appliquer(coupee, "module", "aller-voir", en_dict(MODULE)).lacunes == coupee.lacunes


def test_a_key_is_made_of_the_title_and_never_taken_twice():
    assert cle_libre("Écouter l’été", (), 60) == "ecouter-lete"
    assert cle_libre("Écouter", ("ecouter", "ecouter-2"), 60) == "ecouter-3"
    assert cle_libre("！！", (), 60) == "sans-titre"
    assert len(cle_libre("long " * 50, (), 60)) <= 60
