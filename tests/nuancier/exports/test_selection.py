"""One notion of what is exported, named by a reference of ours."""

import pytest
from django.urls import reverse
from django.utils import timezone

from communs.collectivites.identite import PERSONNE
from nuancier.exports import origines
from nuancier.exports import selection as room
from nuancier.exports.selection import Trouve, selectionner
from nuancier.fiches import lire
from nuancier.models import Teinte
from tests.outils.teintes import creer_famille, creer_nuancier, creer_teinte

ADRESSES = (("exporter", []), ("exporter_fichier", ["csv"]), ("exporter_livret", ["livret"]))


def test_the_whole_chart_comes_in_the_order_of_its_families(tout):
    assert [fiche.code for fiche in tout.fiches][:5] == ["1.1", "1.2", "1.3", "1.4", "2.1"]
    assert len(tout.fiches) == 18
    assert [chapitre.famille.numero for chapitre in tout.chapitres] == [1, 2, 3, 4, 5, 6, 7]
    assert [len(chapitre.fiches) for chapitre in tout.chapitres] == [4, 4, 5, 1, 1, 2, 1]


def test_a_teinte_is_the_very_fiche_of_its_rows(tout):
    teinte = Teinte.objects.entieres().get(code="3.2")
    choisie = selectionner("teinte:3.2", PERSONNE)
    assert choisie.fiches == (lire(teinte),)
    assert choisie.titre == teinte.titre
    assert choisie.adresse.endswith("/nuancier/teintes/3.2/")
    assert choisie.fichier == "nuancier-teinte-3-2"


def test_a_family_holds_its_teintes_and_none_that_was_taken_out(db):
    creer_teinte("4.1")
    creer_teinte("4.2")
    Teinte.objects.filter(code="4.2").update(retiree_le=timezone.now())
    assert [fiche.code for fiche in selectionner("famille:4", None).fiches] == ["4.1"]
    assert selectionner("teinte:4.2", None) is None


@pytest.mark.parametrize(
    "reference",
    ["", "tout:1", "teinte:9.9", "teinte:", "famille:99", "famille:²", "famille:-1", "inconnu:1", "t\0out"],
)
def test_what_is_nowhere_in_the_chart_is_no_selection(tout, reference):
    assert selectionner(reference, PERSONNE) is None


def test_a_family_without_teinte_has_nothing_to_export(db):
    creer_nuancier()
    creer_famille(5, "Vide")
    assert selectionner("famille:5", None) is None


@pytest.mark.parametrize("quoi", ["tout", "famille:4", "recherche:q=terrain"])
def test_more_teintes_than_one_export_holds_are_refused_with_a_way_out(client, db, monkeypatch, quoi):
    for code in ("4.1", "4.2", "4.3"):
        creer_teinte(code)
    for module in (room, origines):
        monkeypatch.setattr(module, "TEINTES_MAX", 3)
    page, csv, livret = (reverse(f"nuancier:{nom}", args=args) for nom, args in ADRESSES)
    assert client.get(page, {"quoi": quoi}).status_code == 200
    creer_teinte("4.4")
    for response in (
        client.get(page, {"quoi": quoi}),
        client.get(csv, {"quoi": quoi}),
        client.post(f"{livret}?quoi={quoi}"),
    ):
        assert response.status_code == 400
        assert "Exportez plutôt une famille" in response.content.decode()


def test_another_theme_plugs_its_own_kind_in_with_its_own_order_and_rights(db, monkeypatch):
    creer_teinte("4.1")
    creer_teinte("4.2")
    monkeypatch.setattr(room, "_genres", dict(room._genres))

    def obtenir(argument, identite):
        if identite is PERSONNE:
            return None
        return Trouve(
            "Trois jours", ("4.2", "4.1", "4.2", "9.9"), f"/nuancier/parcours/{argument}/", "Parcours"
        )

    room.inscrire("essai", obtenir)
    choisie = selectionner("essai:abc", None)
    assert [fiche.code for fiche in choisie.fiches] == ["4.2", "4.1"]
    assert choisie.retour == "/nuancier/parcours/abc/"
    assert selectionner("essai:abc", PERSONNE) is None
    with pytest.raises(ValueError, match="essai"):
        room.inscrire("essai", obtenir)


def test_reading_the_whole_chart_costs_the_same_queries_as_one_teinte(tout, django_assert_num_queries):
    for reference in ("tout", "teinte:1.1"):
        with django_assert_num_queries(11):
            selectionner(reference, None)
