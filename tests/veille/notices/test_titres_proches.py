"""Close titles over the whole base, so many notices at a time."""

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.outils.veille import creer_notice
from veille.notices import titres_proches
from veille.notices.fusion import distinguer
from veille.notices.titres_proches import chercher_les_titres_proches

pytestmark = pytest.mark.django_db

ADRESSE = reverse("veille:atelier_titres_proches")


def trouvees(avant: int | None = None) -> list[tuple[str, str]]:
    groupes, _ = chercher_les_titres_proches(avant)
    return [(une.titre, autre.titre) for groupe in groupes for une, autre in groupe.paires]


def test_two_close_titles_are_met_once_whatever_their_years():
    creer_notice(titre="Les marées de l’innovation", date="2018")
    creer_notice(titre="Les maréees de l’inovation", date="2011")
    creer_notice(titre="La nuit des phares")
    assert trouvees() == [("Les marées de l’innovation", "Les maréees de l’inovation")]


def test_the_same_title_of_another_year_is_close_that_of_the_same_year_is_a_duplicate_already():
    for annee in ("2018", "2018", "2011"):
        creer_notice(titre="Les marées de l’innovation", date=annee)
    groupes, _ = chercher_les_titres_proches()
    assert [[n.date for n in groupe.notices] for groupe in groupes] == [["2018", "2011"], ["2018", "2011"]]


def test_titles_of_one_word_and_notices_of_the_bin_are_left_out():
    creer_notice(titre="Éditorial", date="2018")
    creer_notice(titre="Éditorial", date="2019")
    creer_notice(titre="Les marées de l’innovation", date="2018", supprime_le=timezone.now())
    creer_notice(titre="Les marées de l’innovation", date="2019")
    assert trouvees() == []


def test_a_page_looks_at_so_many_and_says_where_to_go_on(monkeypatch):
    monkeypatch.setattr(titres_proches, "EXAMINEES", 2)
    vieille = creer_notice(titre="Les marées de l’innovation", date="2018")
    creer_notice(titre="Les marées de l’inovation", date="2011")
    creer_notice(titre="La nuit des phares")
    recente = creer_notice(titre="La nuit du phare")

    premiere, suite = chercher_les_titres_proches()
    assert [g.notices[1] for g in premiere] == [recente]
    seconde, fin = chercher_les_titres_proches(suite)
    assert [g.notices[0] for g in seconde] == [vieille]
    assert fin is None


def test_a_pair_told_apart_is_offered_no_more_and_one_comes_back_to_the_list(client_de, denise):
    une, autre = creer_notice(titre="La nuit du phare"), creer_notice(titre="La nuit des phares")
    bureau = client_de(denise.compte)
    assert "La nuit des phares" in bureau.get(ADRESSE, {"avant": autre.pk + 1}).content.decode()

    distinction = reverse("veille:atelier_distinguer", args=[une.pk, autre.pk])
    reponse = bureau.post(distinction, {"avant": autre.pk + 1})

    assert reponse["Location"] == f"{ADRESSE}?avant={autre.pk + 1}"
    assert "Aucune de ces notices" in bureau.get(reponse["Location"]).content.decode()
    distinguer(identite=denise, une=une, autre=autre)
    assert trouvees() == []


@pytest.mark.parametrize("avant", ["", "x", "-3", "9" * 40])
def test_nonsense_in_the_address_is_the_beginning(client_de, denise, avant):
    creer_notice(titre="La nuit du phare")
    creer_notice(titre="La nuit des phares")
    page = client_de(denise.compte).get(ADRESSE, {"avant": avant})
    assert page.status_code == 200
    assert "La nuit du phare" in page.content.decode()


def test_it_is_for_documentalistes(client_de, membre):
    assert client_de(membre).get(ADRESSE).status_code == 403


def test_its_cost_does_not_grow_with_the_base(django_assert_num_queries):
    for rang in range(12):
        creer_notice(titre=f"La nuit des phares, chapitre {rang % 3}", date=str(2000 + rang))
    with django_assert_num_queries(7):  # keys, savepoint, threshold, pairs, notices, distinctions
        chercher_les_titres_proches()
