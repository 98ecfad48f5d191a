"""Redis away: the cache answers as an empty one, pages are served, nothing is lost."""

import pytest
from django.core.cache import cache
from django.test import override_settings
from django.urls import reverse

from sonar.essais import nouvel_essai
from sonar.models import Tentative
from tests.outils.feuilles import remplir


def test_a_silent_redis_is_asked_once_then_left_alone(sans_redis, caplog):
    caplog.set_level("WARNING")
    for _ in range(5):
        assert cache.get("x", "rien") == "rien"
    assert len([r for r in caplog.records if "Cache indisponible" in r.getMessage()]) == 1


@pytest.mark.django_db
def test_liveness_asks_nothing_of_redis(client, sans_redis, caplog):
    caplog.set_level("WARNING")
    assert client.get("/sante/vivant/").status_code == 200
    assert caplog.records == []


@pytest.fixture
def sans_redis(settings):
    eteint = {**settings.CACHES["default"], "LOCATION": "unix:///nulle/part.sock"}
    with override_settings(CACHES={"default": eteint}):
        yield


@pytest.mark.django_db
def test_without_redis_an_agent_still_takes_the_test(client, contenu, sans_redis):
    assert client.get("/").status_code == 200
    jeton = nouvel_essai()
    response = client.post(reverse("sonar:feuille", args=[jeton]), remplir(jeton, "uuuhsc"))
    assert client.get(response["Location"]).status_code == 200
    assert Tentative.objects.count() == 1


@pytest.mark.django_db
def test_without_redis_the_link_of_a_result_still_waits_in_the_outbox(client, contenu, sans_redis):
    jeton = nouvel_essai()
    resultat = client.post(reverse("sonar:feuille", args=[jeton]), remplir(jeton, "uuuhsc"))["Location"]
    response = client.post(f"{resultat}envoyer/", {"email": "a@mairie.example"})
    assert response.status_code == 302
