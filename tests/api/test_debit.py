"""Rate limits: one count for the page and the API, a stated wait, and nothing breaks without Redis."""

import pytest
from allauth.core.internal import ratelimit
from django.core.cache import cache
from django.urls import reverse

from sonar.models import Tentative
from tests.api.outils import probleme
from tests.outils.feuilles import remplir

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("contenu")]


@pytest.fixture
def deux_feuilles(settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"sonar_remettre": "2/h/ip"}


def test_the_page_and_the_api_share_the_limit_of_sheets(client, deux_feuilles, prendre, envoyer):
    premiere, seconde, troisieme = prendre(), prendre(), prendre()
    client.post(premiere["page"], remplir(premiere["feuille"], "uuuhsc"))
    assert envoyer(seconde, "uuuhsc").status_code == 201
    response = envoyer(troisieme, "uuuhsc")
    probleme(response, 429, "trop-de-requetes")
    assert 3500 < int(response["Retry-After"]) <= 3600
    page = client.post(troisieme["page"], remplir(troisieme["feuille"], "uuuhsc"))
    assert (page.status_code, page["Content-Type"]) == (429, "text/html; charset=utf-8")
    assert 3500 < int(page["Retry-After"]) <= 3600
    assert Tentative.objects.count() == 2


def test_an_incomplete_sheet_counts_for_nothing(deux_feuilles, prendre, envoyer):
    for _ in range(3):
        probleme(envoyer(prendre(), {}), 400, "invalide")
    assert envoyer(prendre(), "uuuhsc").status_code == 201


def test_nobody_reaches_a_result_by_trying_all_the_answers_of_its_sheet(prendre, envoyer):
    feuille = prendre()
    envoyer(feuille, "uuuhsc")
    assert [envoyer(feuille, "sssss" + s).status_code for s in "cuhscuh"] == [409] * 5 + [429] * 2


def test_readers_are_counted_by_their_address(client, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"api": "3/m/ip"}
    codes = [client.get(reverse("api_racine")).status_code for _ in range(3)]
    assert codes == [200] * 3
    response = client.get(reverse("api_catalogue:recherche"))
    probleme(response, 429, "trop-de-requetes")
    assert 1 <= int(response["Retry-After"]) <= 60
    assert client.get(reverse("api_racine"), REMOTE_ADDR="192.0.2.7").status_code == 200


def test_without_redis_the_api_answers_and_nothing_is_lost(client, settings, prendre, envoyer):
    settings.CACHES = {"default": settings.CACHES["default"] | {"LOCATION": "unix:///nulle/part.sock?db=0"}}
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"api": "1/m/ip"}
    response = envoyer(prendre(), "uuuhsc")
    assert client.get(response["Location"]).json() == response.json()
    assert client.get(reverse("api_catalogue:recherche"), {"q": "test"}).json()["nombre"] > 0
    assert client.get(reverse("api:schema")).status_code == 200


def test_readers_who_wait_for_the_counter_are_not_refused(client, rf, monkeypatch):
    """A room that reads at once from one address: the counter is taken, the limit is far."""
    monkeypatch.setattr(ratelimit, "CACHE_LOCK_WAIT_TIMEOUT", 0.05)
    (taux,) = ratelimit.get_rates(app="allauth.account", action="api")
    cle = ratelimit.get_cache_key(rf.get("/"), app="allauth.account", action="api", rate=taux)
    assert cache.add(f"{cle}:lock", True)
    assert client.get(reverse("api_racine")).status_code == 200
