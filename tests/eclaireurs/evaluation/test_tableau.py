"""The table on screen: what it shows, what it costs, and a line alone that is the page's own."""

import re

import pytest

from eclaireurs.evaluation.suivi.models import Tache
from tests.eclaireurs.evaluation.outils import HTMX, adresse, rangee, saisie
from tests.outils.evaluations import creer_evaluation, remplir_le_plan

pytestmark = pytest.mark.django_db


def test_the_table_holds_each_recommendation_action_and_task(client_de, evaluation):
    page = client_de(evaluation.gens["applicateur"].compte).get(adresse(evaluation)).content.decode()
    assert page.count('class="tete"') == 2
    assert page.count("rangee-actions") == 4
    assert page.count("rangee-taches") == 8


def test_a_line_edited_in_place_is_answered_by_the_very_row_that_the_page_shows(client_de, evaluation):
    evaluation.arreter()
    client = client_de(evaluation.gens["applicateur"].compte)
    tache = Tache.objects.first()
    cible = adresse(evaluation, "ligne", "taches", tache.uuid)
    reponse = client.post(
        cible,
        saisie(tache, avancement=40, etape="commencer", note="Bien parti"),
        **HTMX,
    )
    seule = reponse.content.decode()
    assert reponse.status_code == 200
    assert len(re.findall(r"<tr\b", seule)) == 1
    tache.refresh_from_db()
    assert (tache.avancement, tache.etat, tache.note) == (40, "en_cours", "Bien parti")
    assert rangee(seule, tache.uuid) == rangee(client.get(adresse(evaluation)).content.decode(), tache.uuid)


@pytest.mark.parametrize(("preconisations", "actions", "taches"), [(2, 2, 5), (10, 10, 20)])
def test_the_table_costs_the_same_number_of_queries_whatever_it_holds(
    client_de, administratrice, collectivite, django_assert_num_queries, preconisations, actions, taches
):
    evaluation = creer_evaluation(administratrice, collectivite)
    remplir_le_plan(evaluation, preconisations=preconisations, actions=actions, taches=taches)
    client = client_de(evaluation.gens["applicateur"].compte)
    with django_assert_num_queries(18):
        client.get(adresse(evaluation))


@pytest.mark.parametrize("nom", ["rapport", "comite", "versions"])
def test_the_other_pages_open(client_de, evaluation, nom):
    evaluation.arreter()
    reponse = client_de(evaluation.gens["applicateur"].compte).get(adresse(evaluation, nom))
    assert reponse.status_code == 200


@pytest.mark.parametrize("vue", ["service", "personne", "retard"])
def test_the_lines_are_read_by_service_by_person_and_late(client_de, evaluation, vue):
    evaluation.arreter()
    reponse = client_de(evaluation.gens["applicateur"].compte).get(adresse(evaluation), {"vue": vue})
    assert reponse.content.decode().count("data-ligne") == (0 if vue == "retard" else 12)


@pytest.mark.parametrize(("preconisations", "actions", "taches"), [(2, 2, 5), (10, 10, 20)])
def test_an_edit_in_place_costs_the_same_number_of_queries_whatever_the_plan_holds(
    client_de, administratrice, collectivite, django_assert_num_queries, preconisations, actions, taches
):
    evaluation = creer_evaluation(administratrice, collectivite)
    remplir_le_plan(evaluation, preconisations=preconisations, actions=actions, taches=taches)
    client = client_de(evaluation.gens["applicateur"].compte)
    tache = Tache.objects.order_by("pk")[0]
    cible = adresse(evaluation, "ligne", "taches", tache.uuid)
    with django_assert_num_queries(47):
        client.post(cible, saisie(tache, note="Vu"), **HTMX)


def test_the_filters_of_the_address_keep_their_lines_and_forget_what_means_nothing(client_de, evaluation):
    Tache.objects.filter(numero=1).update(titre="Recenser les équipes")
    client = client_de(evaluation.gens["agent"].compte)

    def lignes(**filtres):
        return client.get(adresse(evaluation), filtres).content.decode().count("rangee-taches")

    assert lignes(q="recenser") == 4
    assert lignes(responsable="moi") == 8
    assert lignes(responsable="personne") == 0
    assert lignes(etat="faite") == 0
    assert lignes(preconisation="1") == 4
    assert lignes(etat="n’importe quoi", preconisation="99", responsable="personne d’ici") == 8
