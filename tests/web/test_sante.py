"""Alive and ready are two questions."""

import time

import pytest
from django.core.cache import cache
from django.test import override_settings

from communs.web import sante

pytestmark = pytest.mark.django_db


def test_alive_asks_nothing_of_anybody(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get("/sante/vivant/")
    assert response.json() == {"vivant": True}


def test_ready_when_base_redis_worker_and_queues_are_well(client):
    sante.battre()
    response = client.get("/sante/pret/")
    assert response.status_code == 200
    controles = response.json()["controles"]
    assert set(controles) >= {"base", "redis", "worker", "courrier"}
    assert all(controle["bon"] for controle in controles.values())


def test_not_ready_without_a_worker(client):
    response = client.get("/sante/pret/")
    assert response.status_code == 503
    assert response.json()["controles"]["worker"]["bon"] is False
    assert client.get("/sante/").status_code == 200


def test_not_ready_when_the_worker_has_been_silent_for_two_minutes(client):
    cache.set(sante.CLE_POULS, time.time() - 120)
    assert client.get("/sante/pret/").json()["controles"]["worker"]["bon"] is False


def test_not_ready_without_redis_but_alive(client):
    with override_settings(REDIS_URL="unix:///nulle/part.sock"):
        response = client.get("/sante/pret/")
        assert client.get("/sante/vivant/").status_code == 200
    assert response.status_code == 503
    assert response.json()["controles"]["redis"] == {
        "bon": False, "detail": "Redis ne répond pas.", "age": None,
    }  # fmt: skip


def test_a_row_that_waits_too_long_is_seen(client, monkeypatch):
    sante.battre()
    monkeypatch.setitem(sante._files, "courrier", (lambda: 3600.0, sante.ATTENTE_MAX))
    response = client.get("/sante/pret/")
    assert response.status_code == 503
    assert response.json()["controles"]["courrier"]["age"] == 3600.0
