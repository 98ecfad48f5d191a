"""The reader's basket: in the session, without account."""

from dataclasses import replace

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from communs.livrets.models import Livret
from tests.outils.veille import ARTICLE, creer_notice, creer_numero_publie
from veille.lecture import panier
from veille.models import Notice

pytestmark = pytest.mark.django_db

VOIR = "/veille/panier/"


@pytest.fixture
def notices(db) -> list[Notice]:
    return [creer_notice(titre=f"Marée {no}", publiee_le=timezone.now()) for no in (1, 2, 3)]


def mettre(client, *choix: object, retour: str = ""):
    return client.post(f"{VOIR}mettre/", {"choix": choix, "retour": retour})


def contenu(client) -> list[int]:
    return panier.references(client.session)


def test_references_are_kept_in_order_and_twice_the_same_counts_once(client, notices):
    un, deux, trois = (notice.pk for notice in notices)
    for choix in (deux, un, deux):
        assert mettre(client, choix)["Location"] == VOIR
    mettre(client, trois, un)
    assert contenu(client) == [deux, un, trois]
    page = client.get(VOIR).content.decode()
    assert page.index("Marée 2") < page.index("Marée 1") < page.index("Marée 3")
    assert "3 références sur 60" in page


def test_looking_keeps_no_session(client, notices):
    client.get(VOIR)
    client.get(VOIR, {"choix": notices[0].pk})
    client.get(notices[0].get_absolute_url())
    assert not Session.objects.exists()


def test_each_notice_of_an_issue_and_its_page_lead_to_the_basket_and_back(client):
    numero = creer_numero_publie()
    notice = Notice.objects.get(titre=ARTICLE.titre)
    ici = f"{numero.get_absolute_url()}#notice-{notice.pk}"
    page = client.get(numero.get_absolute_url()).content.decode()
    lien = f"{VOIR}?choix={notice.pk}&amp;retour=%2Fveille%2Flettre-du-large%2Fn-41%2F%23notice-{notice.pk}"
    assert f'href="{lien}"' in page
    offre = client.get(lien.replace("&amp;", "&")).content.decode()
    assert "Garder cette référence" in offre and f'value="{ici}"' in offre
    response = client.post(f"{VOIR}mettre/", {"choix": notice.pk, "retour": ici}, follow=True)
    assert response.redirect_chain == [(ici, 302)]
    assert "votre panier tient 1 référence" in response.content.decode()
    assert "est déjà dans votre panier" in client.get(VOIR, {"choix": notice.pk}).content.decode()


@pytest.mark.parametrize(
    "retour", ["https://mechant.example/veille/", "//mechant.example", "/veille\\@x", "/admin/"]
)
def test_the_way_back_leads_nowhere_else(client, notices, retour):
    assert mettre(client, notices[0].pk, retour=retour)["Location"] == VOIR
    assert retour not in client.get(VOIR, {"choix": notices[1].pk, "retour": retour}).content.decode()


@pytest.mark.parametrize("choix", ["999999", "", "abc", "<script>", "1\x00", "9" * 30])
def test_what_is_not_in_the_veille_does_not_enter(client, notices, choix):
    assert mettre(client, choix)["Location"] == VOIR
    assert "n’est pas, ou n’est plus, dans la veille" in client.get(VOIR).content.decode()
    assert contenu(client) == []
    assert client.get(VOIR, {"choix": choix}).status_code == 200


def test_a_notice_not_public_does_not_enter(client):
    mettre(client, creer_notice().pk)
    assert contenu(client) == []


def test_the_basket_is_bounded_and_says_so(client, notices):
    mettre(client, notices[0].pk)
    session = client.session
    session[panier.CLE] = [*range(10_000, 10_059)]
    session.save()
    response = client.post(f"{VOIR}mettre/", {"choix": [n.pk for n in notices]}, follow=True)
    assert "il tient en 60 références" in response.content.decode()
    assert len(contenu(client)) == panier.MAX_NOTICES
    assert contenu(client)[-1] == notices[0].pk


def test_a_notice_that_left_the_veille_is_told(client, notices):
    mettre(client, *(notice.pk for notice in notices))
    Notice.objects.filter(pk=notices[1].pk).update(retiree_le=timezone.now())
    page = client.get(VOIR).content.decode()
    assert "1 notice n’est plus dans la veille" in page
    assert "Marée 2" not in page


def test_what_is_taken_out_or_emptied_is_gone(client, notices):
    mettre(client, *(notice.pk for notice in notices))
    for _ in range(2):
        client.post(f"{VOIR}enlever/", {"choix": notices[0].pk})
    assert contenu(client) == [notices[1].pk, notices[2].pk]
    client.post(f"{VOIR}vider/")
    assert contenu(client) == []
    assert "Votre panier est vide" in client.get(VOIR).content.decode()


@pytest.mark.parametrize("geste", ["mettre", "enlever", "vider", "livret"])
def test_every_gesture_is_a_post_with_its_token(client, notices, geste):
    assert client.get(f"{VOIR}{geste}/").status_code == 405
    assert Client(enforce_csrf_checks=True).post(f"{VOIR}{geste}/").status_code == 403


def test_gestures_are_counted(client, notices, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "veille_panier": "2/m/ip"}
    codes = [mettre(client, notices[0].pk).status_code for _ in range(3)]
    assert codes == [302, 302, 429]


@pytest.mark.parametrize("combien", [1, 30])
def test_the_page_costs_the_same_whatever_it_holds(client, django_assert_num_queries, combien):
    choix = [
        creer_notice(replace(ARTICLE, titre=f"M {n}"), publiee_le=timezone.now()).pk for n in range(combien)
    ]
    mettre(client, *choix)
    client.get(VOIR)
    with django_assert_num_queries(6):
        assert client.get(VOIR).status_code == 200


def test_the_basket_is_made_a_booklet_that_whoever_has_its_address_reads(client, notices):
    assert client.post(f"{VOIR}livret/")["Location"] == VOIR
    assert "il n’y a rien à mettre en livret" in client.get(VOIR).content.decode()
    mettre(client, notices[2].pk, notices[0].pk)
    adresse = client.post(f"{VOIR}livret/")["Location"]
    livret = Livret.objects.get()
    assert adresse == livret.get_absolute_url()
    assert livret.reference == f"{notices[2].pk},{notices[0].pk}"
    page = Client().get(f"{adresse}page/").content.decode()
    assert page.index("Marée 3") < page.index("Marée 1")
    assert Client().get(adresse).status_code == 200
    Notice.objects.update(retiree_le=timezone.now())
    assert Client().get(adresse).status_code == 404
