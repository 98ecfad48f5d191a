"""Rows that depend on others: keys that hold a foreign key, references, order of removal."""

from collections.abc import Iterable

import pytest

from communs.collectivites.models import Adhesion, Collectivite, Compte, Service
from communs.echanges.corpus import Cle, Corpus, Ligne
from communs.echanges.models import Ecart
from communs.echanges.rapport import ErreursDImport, Issue
from communs.echanges.services import charger
from communs.echanges.yaml_lignes import Carte

pytestmark = pytest.mark.django_db


def lignes(document: Carte) -> Iterable[Ligne]:
    for collectivite in document.cartes("collectivites"):
        cle = {"identifiant": collectivite["identifiant"]}
        champs = collectivite.sauf("identifiant", "services")
        yield Ligne("collectivites.Collectivite", cle, champs, collectivite.no)
    for collectivite in document.cartes("collectivites"):
        parent = Cle("collectivites.Collectivite", {"identifiant": collectivite["identifiant"]})
        for nom in collectivite["services"]:
            yield Ligne(
                "collectivites.Service",
                {"collectivite": parent, "nom": nom},
                {},
                collectivite.nos["services"],
            )


DEUX = """
collectivites:
  - {identifiant: cap, nom: Cap, type: commune, siren: "217500016", services: [Voirie, Culture]}
  - {identifiant: anse, nom: Anse, type: commune, siren: "200046977", services: [Voirie]}
"""
UNE = DEUX.rsplit("  - ", 1)[0]


@pytest.fixture
def livrer(tmp_path):
    corpus = Corpus("parents", tmp_path / "parents.yaml", lignes)

    def _livrer(texte: str):
        corpus.fichier.write_text(texte)
        return charger(corpus)

    return _livrer


def services() -> set[tuple[str, str]]:
    return set(Service.objects.values_list("collectivite__identifiant", "nom"))


def test_children_are_told_apart_by_their_parent(livrer):
    assert livrer(DEUX).nombre(Issue.CREE) == 5
    assert services() == {("cap", "Voirie"), ("cap", "Culture"), ("anse", "Voirie")}
    assert livrer(DEUX).nombre(Issue.INCHANGE) == 5


def test_children_go_before_the_parent_they_point_to(livrer):
    livrer(DEUX)
    rapport = livrer(UNE)
    assert rapport.lignes[Issue.RETIRE] == ["service « anse / Voirie »", "collectivité « anse »"]
    assert services() == {("cap", "Voirie"), ("cap", "Culture")}


def test_a_row_in_use_is_kept_and_told(livrer):
    livrer(DEUX)
    compte = Compte.objects.create_user("dora@anse.example", "phare-de-nuit-2026")
    anse = Collectivite.objects.get(identifiant="anse")
    Adhesion.objects.create(compte=compte, collectivite=anse, service=anse.services.get())
    rapport = livrer(UNE)
    assert rapport.lignes[Issue.RETENU] == [
        "service « anse / Voirie » : utilisée par 1 adhésion",
        "collectivité « anse » : utilisée par 1 service, utilisée par 1 adhésion",
    ]
    assert Adhesion.objects.get().service == anse.services.get()
    assert Ecart.objects.count() == 2


def test_the_children_of_a_row_deleted_by_hand_are_not_created(livrer):
    livrer(UNE)
    Collectivite.objects.get().delete()
    rapport = livrer(UNE.replace("Culture]", "Culture, Sport]"))
    assert rapport.lignes[Issue.SUPPRIME] == [
        "collectivité « cap »",
        "service « cap / Voirie »",
        "service « cap / Culture »",
        "service « cap / Sport » (avec la fiche dont elle dépend)",
    ]
    assert not Service.objects.exists()


def test_a_reference_to_nothing_is_an_error(livrer, tmp_path):
    def orphelines(document: Carte) -> Iterable[Ligne]:
        cle = {"collectivite": Cle("collectivites.Collectivite", {"identifiant": "nulle"}), "nom": "V"}
        yield Ligne("collectivites.Service", cle, {}, 7)

    fichier = tmp_path / "orphelines.yaml"
    fichier.write_text("a: 1")
    with pytest.raises(ErreursDImport) as refus:
        charger(Corpus("orphelines", fichier, orphelines))
    assert str(refus.value) == "ligne 7 : service « nulle / V » : la fiche dont elle dépend n’existe pas"


def test_a_key_that_several_rows_share_is_an_error(livrer):
    livrer(UNE)
    voirie = Service.objects.get(nom="Voirie")
    Service.objects.create(collectivite=voirie.collectivite, parent=voirie, nom="Culture")
    with pytest.raises(ErreursDImport, match="ligne 3 : service « cap / Culture » : plusieurs fiches"):
        livrer(UNE)


def test_a_child_is_not_blamed_for_its_parent(livrer):
    with pytest.raises(ErreursDImport) as refus:
        livrer(UNE.replace("217500016", "217500017"))
    assert [erreur.no for erreur in refus.value.erreurs] == [3]
    assert "siren" in str(refus.value)
    assert not Collectivite.objects.exists()


def test_a_value_that_another_row_holds_is_told_at_its_line(livrer):
    with pytest.raises(ErreursDImport) as refus:
        livrer(DEUX.replace("217500016", "200046977"))
    assert [erreur.no for erreur in refus.value.erreurs] == [4]
    assert "SIREN" in str(refus.value)
    assert not Collectivite.objects.exists()
