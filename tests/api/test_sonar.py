"""The style test for programs: a sheet, its answers, its result, and the page's own rules."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sonar.models import Reponse, Tentative
from tests.api.outils import probleme
from tests.outils.feuilles import remplir
from tests.outils.tuyau import en_parallele

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("contenu")]


def test_a_blank_sheet_holds_six_questions_names_no_style_and_stores_nothing(client, prendre):
    premiere, seconde = prendre(), prendre()
    assert premiere["feuille"] != seconde["feuille"]
    assert [q["numero"] for q in premiere["questions"]] == [1, 2, 3, 4, 5, 6]
    assert [[o["lettre"] for o in q["options"]] for q in premiere["questions"]] == [list("abcd")] * 6
    assert not {"style", "hybridation"} & set(str(premiere).replace("'", " ").split())
    assert Tentative.objects.count() == 0


def test_a_blank_sheet_is_the_one_of_its_page(client, prendre):
    feuille = prendre()
    page = client.get(feuille["page"]).content.decode()
    for question in feuille["questions"]:
        textes = [option["texte"] for option in question["options"]]
        assert sorted(textes, key=page.index) == textes


def test_a_blank_sheet_is_kept_by_nobody(client, contenu):
    assert client.get(reverse("api_sonar:questionnaire"))["Cache-Control"] == "private, no-store"


def test_handing_in_gives_the_result_and_its_address(client, prendre, envoyer):
    response = envoyer(prendre(), "uuuhsc")
    resultat, tentative = response.json(), Tentative.objects.get()
    assert response.status_code == 201
    assert response["Location"] == resultat["adresse"]
    assert client.get(response["Location"]).json() == resultat
    assert resultat["uuid"] == str(tentative.uuid)
    assert resultat["profil"]["cle"] == "usages"
    assert [(s["cle"], s["points"], s["domine"], s["discret"]) for s in resultat["styles"]] == [
        ("culture_interne", 1, False, True),
        ("usages", 3, True, False),
        ("hybridation", 1, False, True),
        ("solution", 1, False, True),
    ]
    assert [r["style"] for r in resultat["reponses"]] == [r.style for r in tentative.reponses.all()]
    assert [a["cle"] for a in resultat["apports"]] == ["culture_interne", "hybridation", "solution"]
    assert tentative.compte is None


def test_a_tie_is_a_mixed_profile_as_on_the_page(prendre, envoyer):
    profil = envoyer(prendre(), "uuuhhh").json()["profil"]
    assert (profil["cle"], profil["mixte"]) == ("usages+hybridation", True)


def test_the_page_named_by_a_result_is_the_result(client, prendre, envoyer):
    resultat = envoyer(prendre(), "ssssss").json()
    page = client.get(resultat["page"])
    assert page.status_code == 200
    assert resultat["profil"]["accroche"] in page.content.decode()
    assert client.get(resultat["profil"]["page"]).status_code == 200


def test_a_result_is_kept_by_nobody_and_by_no_search_engine(client, remettre):
    response = client.get(reverse("api_sonar:resultat", args=[remettre("uuuhsc").uuid]))
    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Robots-Tag"] == "noindex, nofollow"


def test_the_costs_are_constant(client, prendre, envoyer, django_assert_num_queries):
    with django_assert_num_queries(2):  # questions, options
        feuille = prendre()
    with django_assert_num_queries(14):
        response = envoyer(feuille, {q["cle"]: "a" for q in feuille["questions"]})
    with django_assert_num_queries(4):  # the attempt, its answers, their questions, the profiles
        client.get(response["Location"])


def test_the_same_sheet_posted_again_gives_the_same_result(prendre, envoyer):
    feuille = prendre()
    premiere, seconde = envoyer(feuille, "uuuhsc"), envoyer(feuille, "uuuhsc")
    assert (premiere.status_code, premiere.json()) == (seconde.status_code, seconde.json())
    assert (Tentative.objects.count(), Reponse.objects.count()) == (1, 6)


@pytest.mark.django_db(transaction=True)
def test_ten_posts_of_one_sheet_at_the_same_instant_are_one_attempt(prendre, envoyer):
    feuille, adresses = prendre(), []
    reponses = {q["cle"]: "a" for q in feuille["questions"]}
    en_parallele(*[lambda: adresses.append(envoyer(feuille, reponses, Client())["Location"])] * 10)
    assert len(adresses) == 10
    assert len(set(adresses)) == 1
    assert (Tentative.objects.count(), Reponse.objects.count()) == (1, 6)


def test_other_answers_on_a_sheet_already_handed_in_are_refused(prendre, envoyer):
    feuille = prendre()
    envoyer(feuille, "uuuhsc")
    assert "nouvelle feuille" in probleme(envoyer(feuille, "ssssss"), 409, "conflit")["detail"]
    with time_machine.travel(timezone.now() + timedelta(minutes=11), tick=False):
        probleme(envoyer(feuille, "uuuhsc"), 409, "conflit")
    assert Tentative.objects.count() == 1


def test_a_sheet_handed_in_on_its_page_by_a_signed_in_person_stays_hers(client_de, membre, prendre, envoyer):
    feuille = prendre()
    client_de(membre).post(feuille["page"], remplir(feuille["feuille"], "uuuhsc"))
    probleme(envoyer(feuille, "uuuhsc"), 409, "conflit")


def test_a_session_changes_nothing_here(client_de, membre, prendre, envoyer):
    assert envoyer(prendre(), "uuuhsc", par=client_de(membre)).status_code == 201
    assert Tentative.objects.get().compte is None


def test_a_missing_answer_is_named(prendre, envoyer):
    feuille = prendre()
    reponses = {q["cle"]: "a" for q in feuille["questions"] if q["numero"] not in (3, 6)}
    lu = probleme(envoyer(feuille, reponses), 400, "invalide")
    assert lu["errors"] == [
        {"pointer": f"#/reponses/{cle}", "detail": "Choisissez une réponse à cette question."}
        for cle in ("demotivation-des-agents", "philosophie")
    ]
    assert Tentative.objects.count() == 0


@pytest.mark.parametrize(
    ("alteration", "place"),
    [
        ({"etrangere": "a"}, "#/reponses/etrangere"),
        ({"a/b~c": "a"}, "#/reponses/a~1b~0c"),
        ({"philosophie": "e"}, "#/reponses/philosophie"),
        ({"philosophie": ""}, "#/reponses/philosophie"),
        ({"philosophie": None}, "#/reponses/philosophie"),
        ({"philosophie": 1}, "#/reponses/philosophie"),
        ({"philosophie": True}, "#/reponses/philosophie"),
        ({"philosophie": ["a", "b"]}, "#/reponses/philosophie"),
        ({"philosophie": {"a": "b"}}, "#/reponses/philosophie"),
        ({"philosophie": "a\x00"}, "#/reponses/philosophie"),
        ({"philosophie": "\ud800"}, "#/reponses/philosophie"),
        ({"\x00": "a"}, "#/reponses/%00"),
        ({"clé %": "a"}, "#/reponses/cl%C3%A9%20%25"),
        ({"\ud800": "a"}, "#/reponses/?"),
        ({"": "a"}, "#/reponses/"),
    ],
)
def test_an_altered_sheet_is_refused_at_the_place_of_the_fault(prendre, envoyer, alteration, place):
    feuille = prendre()
    reponses = {q["cle"]: "a" for q in feuille["questions"]} | alteration
    lu = probleme(envoyer(feuille, reponses), 400, "invalide")
    assert [erreur["pointer"] for erreur in lu["errors"]] == [place]
    assert not {"'", "True", "str", "list"} & set(lu["errors"][0]["detail"].replace("'", " ' ").split())
    assert Tentative.objects.count() == 0


@pytest.mark.parametrize(
    ("corps", "place"),
    [
        ("{}", "#/reponses"),
        ('{"reponses": null}', "#/reponses"),
        ('{"reponses": []}', "#/reponses"),
        ('{"reponses": "aaaaaa"}', "#/reponses"),
        ("[]", "#"),
        ("null", "#"),
        ('"a"', "#"),
        ("12", "#"),
    ],
)
def test_a_body_of_the_wrong_shape_is_refused(client, prendre, corps, place):
    response = client.post(prendre()["remise"], corps, "application/json")
    lu = probleme(response, 400, "invalide")
    assert [erreur["pointer"] for erreur in lu["errors"]] == [place]


@pytest.mark.parametrize("jeton", ["faux", "a~b~c", "0" * 64, "é", "%00", "'~;DROP TABLE sonar_tentative"])
def test_a_forged_sheet_does_not_exist(client, jeton):
    response = client.post(reverse("api_sonar:feuille", args=[jeton]), {"reponses": {}}, "application/json")
    probleme(response, 404, "introuvable")


def test_a_sheet_expires_after_thirty_days(prendre, envoyer):
    feuille = prendre()
    with time_machine.travel(timezone.now() + timedelta(days=31), tick=False):
        probleme(envoyer(feuille, {}), 410, "perime")


def test_an_unknown_or_erased_result_is_not_there(client, remettre):
    probleme(client.get(reverse("api_sonar:resultat", args=[uuid4()])), 404, "introuvable")
    tentative = remettre("uuuhsc")
    client.post(reverse("sonar:effacer", args=[tentative.uuid]))
    probleme(client.get(reverse("api_sonar:resultat", args=[tentative.uuid])), 404, "introuvable")
    probleme(client.get("/api/v1/sonar/resultats/pas-un-uuid/"), 404, "introuvable")
