"""Public pages are kept whole for readers without a session, and never served out of date."""

import pytest
from django.core.cache import cache
from django.db import transaction
from django.urls import reverse

from communs.web.cache_pages import perimer_pages
from sonar.models import Profil

PUBLIQUES = ["web:accueil", "web:mentions_legales", "web:accessibilite", "web:donnees_personnelles",
             "sonar:accueil", "sonar:regle", "sonar:portraits", "eclaireurs:accueil"]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("nom", PUBLIQUES)
def test_the_second_reader_costs_no_query_and_gets_the_same_page(
    client, contenu, django_assert_num_queries, nom
):
    premiere = client.get(reverse(nom))
    with django_assert_num_queries(0):
        seconde = client.get(reverse(nom))
    assert seconde.content == premiere.content
    assert seconde["Content-Type"] == "text/html; charset=utf-8"
    assert not seconde.cookies
    assert "csrfmiddlewaretoken" not in seconde.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("nom", PUBLIQUES)
def test_a_page_that_did_not_change_is_not_sent_again(client, contenu, nom):
    premiere = client.get(reverse(nom))
    seconde = client.get(reverse(nom), headers={"if-none-match": premiere["ETag"]})
    assert (seconde.status_code, seconde.content) == (304, b"")


@pytest.mark.django_db(transaction=True)
def test_a_change_of_content_puts_the_stored_pages_out_of_date_once_committed(client, contenu):
    url = reverse("sonar:portraits")
    client.get(url)
    with transaction.atomic():
        Profil.objects.filter(cle="usages").update(titre="Titre tout neuf")
        perimer_pages()
        assert "Titre tout neuf" not in client.get(url).content.decode()
    assert "Titre tout neuf" in client.get(url).content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_change_that_is_rolled_back_leaves_the_stored_pages(client, contenu):
    url = reverse("sonar:portraits")
    client.get(url)
    generation = cache.get("pages:generation")
    with pytest.raises(RuntimeError), transaction.atomic():
        perimer_pages()
        raise RuntimeError
    assert cache.get("pages:generation") == generation


@pytest.mark.django_db
def test_a_signed_in_reader_never_gets_nor_leaves_a_stored_page(client, client_de, membre, contenu):
    connecte = client_de(membre)
    assert "Se déconnecter" in connecte.get("/").content.decode()
    assert "Se déconnecter" not in client.get("/").content.decode()
    assert "Se déconnecter" in connecte.get("/").content.decode()


@pytest.mark.django_db
def test_a_query_string_is_neither_stored_nor_served(client, contenu):
    client.get("/?pub=1")
    assert cache.get("page:/") is None


@pytest.mark.django_db
def test_head_answers_like_get_without_a_body(client, contenu):
    client.get("/")
    response = client.head("/")
    assert (response.status_code, response.content) == (200, b"")


@pytest.mark.django_db
def test_an_error_is_never_stored(client):
    client.get("/sonar/portraits/usages/")  # no content loaded: 404
    assert cache.get("page:/sonar/portraits/usages/") is None


@pytest.mark.django_db
def test_a_stored_page_is_refused_to_a_foreign_host_as_any_other(client, contenu):
    client.get("/")
    assert cache.get("page:/") is not None
    assert client.get("/", headers={"host": "ailleurs.example"}).status_code == 400
