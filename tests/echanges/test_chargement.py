"""Loading: what is shipped arrives, what is edited by hand survives and is told."""

import pytest
from django.core.cache import cache

from communs.catalogue.models import Recommandable, Recommandation
from communs.echanges.models import Ecart, Livraison
from communs.echanges.rapport import Issue
from communs.web.cache_pages import GENERATION
from tests.echanges.conftest import lue


def bilan(rapport) -> dict[Issue, int]:
    return {issue: len(fiches) for issue, fiches in rapport.lignes.items() if fiches}


def test_a_first_load_creates_and_a_second_changes_nothing(livrer):
    fiches = {"bouee": {"titre": "La bouée", "mots_cles": ["mer"]}, "phare": {"titre": "Le phare"}}
    assert bilan(livrer(**fiches)) == {Issue.CREE: 2}
    assert (lue("bouee").titre, lue("bouee").mots_cles) == ("La bouée", ["mer"])
    assert bilan(livrer(**fiches)) == {Issue.INCHANGE: 2}
    assert Livraison.objects.count() == 2


def test_a_load_that_changes_nothing_costs_four_queries_and_a_savepoint(livrer, django_assert_num_queries):
    """Savepoint, lock, shipped before, differences, rows, release: whatever the number of rows."""
    for nombre in (1, 30):
        fiches = {f"fiche-{n}": {"titre": f"Fiche {n}"} for n in range(nombre)}
        livrer(**fiches)
        with django_assert_num_queries(6):
            livrer(**fiches)


# (edited by hand, shipped then) after « Avant » was shipped → text in the end, outcome, differences
TABLE = [
    (None, "Avant", "Avant", Issue.INCHANGE, 0),
    (None, "Livré", "Livré", Issue.MIS_A_JOUR, 0),
    ("Édité", "Avant", "Édité", Issue.GARDE, 0),
    ("Édité", "Édité", "Édité", Issue.INCHANGE, 0),
    ("Édité", "Livré", "Édité", Issue.CONFLIT, 1),
]


@pytest.mark.parametrize(("edite", "livre", "reste", "issue", "ecarts"), TABLE)
def test_three_way_on_one_field(livrer, editer, edite, livre, reste, issue, ecarts):
    livrer(bouee={"titre": "Bouée", "resume": "Avant"})
    if edite:
        editer("bouee", resume=edite)
    rapport = livrer(bouee={"titre": "Bouée", "resume": livre})
    assert lue("bouee").resume == reste
    assert bilan(rapport) == {issue: 1}
    assert Ecart.objects.count() == rapport.ecarts_ouverts == ecarts


def test_each_field_has_its_own_outcome(livrer, editer):
    livrer(bouee={"titre": "T0", "resume": "R0", "mots_cles": ["m0"], "image": "/i0"})
    editer("bouee", titre="T edit", resume="R edit")
    rapport = livrer(bouee={"titre": "T1", "resume": "R0", "mots_cles": ["m1"], "image": "/i0"})
    bouee = lue("bouee")
    assert (bouee.titre, bouee.resume, bouee.mots_cles, bouee.image) == ("T edit", "R edit", ["m1"], "/i0")
    assert rapport.lignes[Issue.CONFLIT] == ["recommandable « page / bouee » : titre"]
    assert rapport.lignes[Issue.GARDE] == ["recommandable « page / bouee » : resume"]
    assert rapport.lignes[Issue.MIS_A_JOUR] == ["recommandable « page / bouee » : mots_cles"]


def test_a_conflict_stays_open_until_the_texts_agree(livrer, editer):
    livrer(bouee={"titre": "T0"})
    editer("bouee", titre="T edit")
    livrer(bouee={"titre": "T1"})
    assert livrer(bouee={"titre": "T1"}).ecarts_ouverts == 1
    assert livrer(bouee={"titre": "T2"}).ecarts_ouverts == 1
    assert Ecart.objects.get().livre_avant == "T1"
    editer("bouee", titre="T2")
    assert livrer(bouee={"titre": "T2"}).ecarts_ouverts == 0
    assert not Ecart.objects.exists()


def test_a_row_that_was_there_before_the_corpus_is_adopted_or_told(livrer):
    Recommandable.objects.create(type="page", cle="bouee", titre="Bouée", adresse="/bouee/")
    Recommandable.objects.create(type="page", cle="phare", titre="Mon phare", adresse="/phare/")
    rapport = livrer(bouee={"titre": "Bouée"}, phare={"titre": "Phare"})
    assert bilan(rapport) == {Issue.INCHANGE: 1, Issue.CONFLIT: 1}
    assert lue("phare").titre == "Mon phare"
    assert Ecart.objects.get().livre_avant is None


def test_a_field_shipped_for_the_first_time_replaces_the_default_only(livrer, editer):
    livrer(bouee={"titre": "B"}, phare={"titre": "P"})
    editer("phare", resume="Écrit à la main")
    livrer(bouee={"titre": "B", "resume": "Nouveau"}, phare={"titre": "P", "resume": "Nouveau"})
    assert lue("bouee").resume == "Nouveau"
    assert lue("phare").resume == "Écrit à la main"
    assert Ecart.objects.get().champ == "resume"


def test_a_field_no_longer_shipped_is_left_to_the_editors(livrer):
    livrer(bouee={"titre": "B", "resume": "R"})
    assert bilan(livrer(bouee={"titre": "B"})) == {Issue.INCHANGE: 1}
    assert lue("bouee").resume == "R"


def test_a_row_deleted_by_hand_is_not_created_again(livrer):
    livrer(bouee={"titre": "B"})
    lue("bouee").delete()
    assert bilan(livrer(bouee={"titre": "B"})) == {Issue.SUPPRIME: 1}
    assert not Recommandable.objects.exists()
    assert not Ecart.objects.exists()


def test_a_row_deleted_by_hand_and_changed_in_the_file_is_a_conflict(livrer):
    livrer(bouee={"titre": "B"})
    lue("bouee").delete()
    assert bilan(livrer(bouee={"titre": "B2"})) == {Issue.SUPPRIME: 1, Issue.CONFLIT: 1}
    assert not Recommandable.objects.exists()
    rapport = livrer(bouee={"titre": "B2"})
    assert bilan(rapport) == {Issue.SUPPRIME: 1}
    assert rapport.ecarts_ouverts == 1
    Recommandable.objects.create(type="page", cle="bouee", titre="B2", adresse="/bouee/")
    assert livrer(bouee={"titre": "B2"}).ecarts_ouverts == 0


def test_a_row_removed_from_the_file_goes_when_nobody_touched_it(livrer):
    livrer(bouee={"titre": "B"}, phare={"titre": "P"})
    assert bilan(livrer(phare={"titre": "P"})) == {Issue.RETIRE: 1, Issue.INCHANGE: 1}
    assert [r.cle for r in Recommandable.objects.order_by("pk")] == ["phare"]
    assert Livraison.objects.count() == 1


def test_a_row_removed_from_the_file_stays_when_it_was_edited(livrer, editer):
    livrer(bouee={"titre": "B"})
    editer("bouee", titre="Ma bouée")
    rapport = livrer()
    assert rapport.lignes[Issue.RETENU] == ["recommandable « page / bouee » : modifiée à la main"]
    assert lue("bouee").titre == "Ma bouée"
    assert livrer().ecarts_ouverts == 1
    assert bilan(livrer(bouee={"titre": "Ma bouée"})) == {Issue.INCHANGE: 1}
    assert not Ecart.objects.exists()


def test_a_row_removed_from_the_file_and_by_hand_is_forgotten(livrer):
    livrer(bouee={"titre": "B"})
    lue("bouee").delete()
    assert bilan(livrer()) == {}
    assert not Livraison.objects.exists()


def test_what_the_code_no_longer_knows_is_forgotten(livrer, corpus):
    Livraison.objects.create(corpus=corpus.nom, modele="disparu.Modele", cle={"a": 1}, champs={})
    Livraison.objects.create(corpus=corpus.nom, modele="catalogue.Recommandable", cle={"zz": 1}, champs={})
    livrer(bouee={"titre": "B"})
    assert [str(livraison) for livraison in Livraison.objects.order_by("pk")] == [
        "recommandable « page / bouee »"
    ]


def test_checking_tells_everything_and_writes_nothing(livrer, editer):
    livrer(bouee={"titre": "B"}, phare={"titre": "P"})
    editer("phare", titre="Mon phare")
    rapport = livrer(verifier=True, bouee={"titre": "B2"}, phare={"titre": "P2"}, cap={"titre": "C"})
    assert bilan(rapport) == {Issue.CREE: 1, Issue.MIS_A_JOUR: 1, Issue.CONFLIT: 1}
    assert [r.titre for r in Recommandable.objects.order_by("cle")] == ["B", "Mon phare"]
    assert not Ecart.objects.exists()
    assert {x.champs["titre"] for x in Livraison.objects.order_by("pk")} == {"B", "P"}


def test_public_pages_are_out_of_date_only_when_content_changed(livrer, django_capture_on_commit_callbacks):
    for titre, change in (("B", True), ("B", False), ("B2", True)):
        cache.delete(GENERATION)
        with django_capture_on_commit_callbacks(execute=True):
            livrer(bouee={"titre": titre})
        assert (cache.get(GENERATION) is not None) is change


def test_the_recommendations_of_editors_are_left_alone(livrer):
    Recommandation.objects.create(
        origine_type="style", origine_cle="usages", cible_type="page", cible_cle="bouee", raison="Parce que"
    )
    livrer(bouee={"titre": "B"})
    livrer()
    assert Recommandation.objects.count() == 1
