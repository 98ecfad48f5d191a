"""*Et vous, qu'utilisez-vous ?*: kept once, at an address that is the right to read it."""

import threading

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from communs.livrets.models import Livret
from sonar.carte.models import Concept, Melange
from sonar.essais import nouvel_essai

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("contenu")]


def feuille(jeton: str = "") -> str:
    return f"/sonar/carte/utiliser/{jeton or nouvel_essai()}/"


def garder(client: Client, *cles: str) -> Melange:
    adresse = client.post(feuille(), {"concepts": list(cles)})["Location"]
    return Melange.objects.get(uuid=adresse.rstrip("/").rpartition("/")[2])


def test_the_sheet_is_blank_and_nothing_is_stored_before_it_is_handed_in(client):
    premiere = client.get("/sonar/carte/utiliser/")["Location"]
    page = client.get(premiere).content.decode()
    assert page.count('type="checkbox"') == 73
    assert "checked" not in page
    assert not Melange.objects.exists()


def test_a_mix_says_where_it_stands_what_it_covers_and_what_would_balance_it(client):
    melange = garder(client, "scrum", "agilite", "jugaad")
    page = client.get(melange.get_absolute_url()).content.decode()
    assert melange.concepts == ["jugaad", "agilite", "scrum"]  # in the order of the map
    assert "67\u00a0%" in page  # two pairs of three
    assert page.count('class="carte-ressource coche') == 3
    assert "Tout près" in page
    assert "En face" in page
    assert client.get(melange.get_absolute_url())["X-Robots-Tag"] == "noindex, nofollow"


def test_one_resource_and_all_of_them_are_both_told_sensibly(client):
    page = client.get(garder(client, "nudge").get_absolute_url()).content.decode()
    assert "Une seule ressource ne se mélange à rien" in page
    toutes = Concept.objects.de_la_carte().values_list("cle", flat=True)
    page = client.get(garder(client, *toutes).get_absolute_url()).content.decode()
    assert page.count("Vous utilisez déjà tout.") == 2
    assert "Vous n’avez rien coché dans" not in page


@pytest.mark.parametrize(
    ("choix", "message"),
    [
        ([], "Cochez au moins une ressource"),
        (["jugaad", "inconnue"], "n’est plus sur la carte"),
        (["<script>"], "n’est plus sur la carte"),
        (["x" * 10_000], "n’est plus sur la carte"),
    ],
)
def test_choices_that_cannot_be_send_the_sheet_back_as_it_was_ticked(client, choix, message):
    reponse = client.post(feuille(), {"concepts": choix})
    assert reponse.status_code == 422
    page = reponse.content.decode()
    assert message in page
    assert page.count(" checked") == choix.count("jugaad")
    assert not Melange.objects.exists()


def test_a_resource_removed_meanwhile_is_refused_and_one_removed_later_stays_in_the_mix(client):
    Concept.objects.filter(cle="scrum").update(retire_le=timezone.now())
    assert client.post(feuille(), {"concepts": ["jugaad", "scrum"]}).status_code == 422
    melange = garder(client, "jugaad", "nudge")
    Concept.objects.filter(cle="nudge").update(retire_le=timezone.now())
    page = client.get(melange.get_absolute_url()).content.decode()
    assert "retirées de la carte depuis : Nudge" in page.replace("\xa0", " ")


def test_posted_twice_it_is_kept_once_and_altered_it_is_refused(client):
    jeton = nouvel_essai()
    premiere = client.post(feuille(jeton), {"concepts": ["jugaad"]})
    assert client.post(feuille(jeton), {"concepts": ["jugaad"]})["Location"] == premiere["Location"]
    assert client.post(feuille(jeton), {"concepts": ["nudge"]}).status_code == 409
    assert [m.concepts for m in Melange.objects.all()] == [["jugaad"]]


@pytest.mark.django_db(transaction=True)
def test_the_same_sheet_from_two_tabs_at_one_instant_makes_one_mix():
    adresse, statuts = feuille(), []

    def poster():
        statuts.append(Client().post(adresse, {"concepts": ["jugaad"]}).status_code)
        connection.close()

    fils = [threading.Thread(target=poster) for _ in range(4)]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()
    assert statuts == [302] * 4
    assert Melange.objects.count() == 1


def test_forged_and_unknown_addresses_say_nothing(client):
    assert client.get(feuille("forge~x~y")).status_code == 404
    assert client.get("/sonar/carte/melanges/00000000-0000-0000-0000-000000000000/").status_code == 404


def test_nobody_s_mix_is_erased_by_whoever_holds_it_hers_by_herself(client, client_de, membre, etrangere):
    melange = garder(client, "jugaad")
    assert client.post(f"{melange.get_absolute_url()}imprimer/").status_code == 302
    assert Livret.objects.count() == 1
    assert client.post(f"{melange.get_absolute_url()}effacer/").status_code == 302
    assert not Melange.objects.exists()
    assert not Livret.objects.exists()
    sien = garder(client_de(membre), "jugaad")
    effacer = f"{sien.get_absolute_url()}effacer/"
    assert client_de(etrangere).post(effacer).status_code == 403
    assert client.post(effacer).status_code in (302, 403)
    assert Melange.objects.filter(pk=sien.pk).exists()
    assert client_de(membre).post(effacer).status_code == 302
    assert not Melange.objects.exists()


def test_with_an_account_mixes_are_found_again_by_their_author_alone(client_de, membre, etrangere):
    melange = garder(client_de(membre), "jugaad", "scrum")
    page = client_de(membre).get("/sonar/carte/mes-melanges/").content.decode()
    assert melange.get_absolute_url() in page
    assert "100\u00a0%" in page
    assert (
        melange.get_absolute_url()
        not in client_de(etrangere).get("/sonar/carte/mes-melanges/").content.decode()
    )


def test_a_mix_costs_a_constant_number_of_queries(client, django_assert_num_queries):
    petit = garder(client, "jugaad", "scrum").get_absolute_url()
    grand = garder(
        client, *Concept.objects.de_la_carte()[:40].values_list("cle", flat=True)
    ).get_absolute_url()
    for adresse in (petit, grand):
        with django_assert_num_queries(
            6
        ):  # the mix, concepts, questions, poles, trainings and tools, readings
            client.get(adresse)
