"""Taking the test: the blank sheet, handing it in, and everything that can go wrong."""

import re
import threading
from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sonar.essais import nouvel_essai
from sonar.forms import PREFIXE
from sonar.models import Question, Reponse, Tentative
from tests.outils.feuilles import remplir

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("contenu")]


def adresse(jeton: str) -> str:
    return reverse("sonar:feuille", args=[jeton])


def test_the_test_gives_a_fresh_sheet_each_time_and_stores_nothing(client):
    premiere, seconde = (client.get(reverse("sonar:test"))["Location"] for _ in range(2))
    assert premiere != seconde
    assert client.get(premiere).status_code == 200
    assert Tentative.objects.count() == 0


def test_the_sheet_needs_no_cookie_and_names_no_style(client):
    response = client.get(adresse(nouvel_essai()))
    page = response.content.decode()
    feuille = re.search(r"<form[^>]*feuille.*?</form>", page, re.S)[0]
    assert not response.cookies
    assert "csrf" not in feuille
    assert not re.search(r"[¤¢¥§]|culture_interne|hybridation", feuille)
    assert feuille.count('type="radio"') == 24


def test_a_reload_shows_the_same_order(client):
    url = adresse(nouvel_essai())
    assert client.get(url).content == client.get(url).content


def test_the_sheet_costs_three_queries(client, django_assert_num_queries):
    url = adresse(nouvel_essai())
    with django_assert_num_queries(3):  # the attempt, the questions, the options
        client.get(url)


def test_handing_in_leads_to_the_result_at_another_address(client):
    jeton = nouvel_essai()
    response = client.post(adresse(jeton), remplir(jeton, "uuuhsc"))
    tentative = Tentative.objects.get()
    assert response["Location"] == f"/sonar/resultats/{tentative.uuid}/"
    assert tentative.uuid != tentative.essai
    assert tentative.compte is None
    assert [r.style for r in tentative.reponses.all()] == [
        *["usages"] * 3, "hybridation", "solution", "culture_interne",
    ]  # fmt: skip


def test_handing_in_costs_a_constant_number_of_queries(client, django_assert_num_queries):
    jeton = nouvel_essai()
    data = remplir(jeton, "uuuuuu")
    with django_assert_num_queries(10):
        client.post(adresse(jeton), data)


def test_a_double_post_is_one_attempt(client):
    jeton = nouvel_essai()
    data = remplir(jeton, "uuuhsc")
    premiere, seconde = client.post(adresse(jeton), data), client.post(adresse(jeton), data)
    assert premiere["Location"] == seconde["Location"]
    assert (Tentative.objects.count(), Reponse.objects.count()) == (1, 6)


@pytest.mark.django_db(transaction=True)
def test_twenty_posts_at_the_same_instant_are_one_attempt():
    jeton = nouvel_essai()
    data = remplir(jeton, "ssssss")
    depart, adresses = threading.Barrier(20), []

    def poster() -> None:
        try:
            depart.wait()
            adresses.append(Client().post(adresse(jeton), data)["Location"])
        finally:
            connection.close()

    fils = [threading.Thread(target=poster) for _ in range(20)]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()
    assert len(adresses) == 20
    assert len(set(adresses)) == 1
    assert (Tentative.objects.count(), Reponse.objects.count()) == (1, 6)


def test_a_missing_answer_sends_the_sheet_back_with_what_was_answered(client):
    jeton = nouvel_essai()
    data = remplir(jeton, "uuuhsc")
    troisieme = Question.objects.get(numero=3)
    del data[PREFIXE + troisieme.cle]
    response = client.post(adresse(jeton), data)
    page = response.content.decode()
    assert response.status_code == 422
    assert page.count(" checked") == 5
    assert page.count("Choisissez une réponse à cette question.") == 1
    premier_focus = re.search(r"<input[^>]*autofocus[^>]*>", page)[0]
    assert f'name="{PREFIXE}{troisieme.cle}"' in premier_focus
    assert Tentative.objects.count() == 0


def test_an_empty_sheet_puts_the_focus_on_the_first_question(client):
    page = client.post(adresse(nouvel_essai()), {}).content.decode()
    assert page.count("Choisissez une réponse à cette question.") == 6
    assert page.count("autofocus") == 1
    assert (
        f'name="{PREFIXE}{Question.objects.get(numero=1).cle}"'
        in re.search(r"<input[^>]*autofocus[^>]*>", page)[0]
    )


@pytest.mark.parametrize(
    "alteration",
    [
        {"question-modele-inspirant": "e"},
        {"question-modele-inspirant": "usages"},
        {"question-modele-inspirant": "' OR 1=1 --"},
        {"question-modele-inspirant": "<script>alert(1)</script>"},
        {"question-modele-inspirant": "a\x00"},
        {"question-modele-inspirant": ["a", "b"]},
        {"question-etrangere": "a"},
        {"question-": "a"},
    ],
)
def test_an_altered_sheet_is_refused_and_nothing_is_stored(client, alteration):
    jeton = nouvel_essai()
    response = client.post(adresse(jeton), remplir(jeton, "uuuhsc") | alteration)
    assert response.status_code == 400
    assert "Rien n’a été enregistré" in response.content.decode()
    assert Tentative.objects.count() == 0


@pytest.mark.parametrize("jeton", ["faux", "a~b~c", "0" * 64, "é", "%00", "'~;DROP TABLE sonar_tentative"])
def test_a_forged_sheet_does_not_exist(client, jeton):
    for response in (client.get(adresse(jeton)), client.post(adresse(jeton), {})):
        assert response.status_code == 404
    assert Tentative.objects.count() == 0


def test_an_altered_signature_is_refused(client):
    jeton = nouvel_essai()
    faux = ("0" if jeton[0] != "0" else "1") + jeton[1:]
    assert client.get(adresse(faux)).status_code == 404


def test_a_sheet_expires_after_thirty_days(client):
    jeton = nouvel_essai()
    data = remplir(jeton, "uuuhsc")
    with time_machine.travel(timezone.now() + timedelta(days=31), tick=False):
        response = client.post(adresse(jeton), data)
    assert response.status_code == 410
    assert "nouvelle" in response.content.decode()
    assert Tentative.objects.count() == 0


def test_the_same_sheet_posted_again_much_later_is_not_a_double_click(client):
    jeton = nouvel_essai()
    data = remplir(jeton, "uuuhsc")
    client.post(adresse(jeton), data)
    with time_machine.travel(timezone.now() + timedelta(minutes=11), tick=False):
        assert client.post(adresse(jeton), data).status_code == 409


def test_nobody_reaches_a_result_by_trying_all_the_answers_of_its_sheet(client):
    jeton = nouvel_essai()
    client.post(adresse(jeton), remplir(jeton, "uuuhsc"))
    curieux = Client()
    essais = [curieux.post(adresse(jeton), remplir(jeton, "sssss" + s)).status_code for s in "cuhscuh"]
    assert essais == [409] * 5 + [429] * 2
    assert curieux.post(adresse(jeton), remplir(nouvel_essai(), "cccccc")).status_code == 429


def test_a_handed_in_sheet_can_not_be_altered(client):
    jeton = nouvel_essai()
    client.post(adresse(jeton), remplir(jeton, "uuuhsc"))
    response = client.post(adresse(jeton), remplir(jeton, "ssssss"))
    assert response.status_code == 409
    assert client.get(adresse(jeton)).status_code == 409
    assert {r.style for r in Reponse.objects.all()} == {
        "usages",
        "hybridation",
        "solution",
        "culture_interne",
    }


def test_somebody_given_a_used_sheet_does_not_see_its_result(client, client_de, membre):
    jeton = nouvel_essai()
    data = remplir(jeton, "uuuhsc")
    client.post(adresse(jeton), data)
    assert client_de(membre).post(adresse(jeton), data).status_code == 409


def test_a_signed_in_person_who_comes_back_to_her_sheet_finds_her_result(client_de, membre):
    jeton, client = nouvel_essai(), client_de(membre)
    client.post(adresse(jeton), remplir(jeton, "uuuhsc"))
    response = client.get(adresse(jeton))
    assert response["Location"] == Tentative.objects.get(compte=membre).get_absolute_url()


def test_ten_megabytes_are_refused(client):
    response = client.post(adresse(nouvel_essai()), {"question-modele-inspirant": "a" * 10_000_000})
    assert response.status_code == 413
    assert Tentative.objects.count() == 0


def test_ten_megabytes_hidden_in_a_file_are_refused_too(client):
    jeton = nouvel_essai()
    fichier = SimpleUploadedFile("gros.bin", b"a" * 10_000_000)
    response = client.post(adresse(jeton), remplir(jeton, "uuuhsc") | {"fichier": fichier})
    assert response.status_code == 413
    assert Tentative.objects.count() == 0


def test_a_small_file_is_ignored_and_kept_nowhere(client):
    jeton = nouvel_essai()
    fichier = SimpleUploadedFile("petit.txt", b"bonjour")
    response = client.post(adresse(jeton), remplir(jeton, "uuuhsc") | {"fichier": fichier})
    assert response.status_code == 302
    assert not response.wsgi_request.FILES


def test_too_many_fields_are_refused(client):
    response = client.post(adresse(nouvel_essai()), {f"champ-{n}": "x" for n in range(600)})
    assert response.status_code == 400


@pytest.mark.parametrize("type_de_contenu", ["application/json", "text/plain", "image/png"])
def test_another_content_type_is_an_empty_sheet(client, type_de_contenu):
    response = client.post(adresse(nouvel_essai()), b"{}", content_type=type_de_contenu)
    assert response.status_code == 422
    assert Tentative.objects.count() == 0
