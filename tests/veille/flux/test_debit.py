"""Programs that ask too fast are told when to come back, in the words that they understand."""

import pytest
from django.core.cache import cache

from tests.outils.veille_flux import publier_en_nombre, valide

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def cadence(settings):
    cache.clear()
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {
        "veille_oai": "2/m/ip",
        "veille_trouver": "2/m/ip",
    }


def test_a_harvester_is_told_503_and_the_seconds_to_wait(client):
    publier_en_nombre(1)
    bonnes = [client.get("/veille/oai/?verb=Identify"), client.post("/veille/oai/", {"verb": "Identify"})]
    for bonne in bonnes:
        valide(bonne.content, "oai-pmh.xsd")

    refusee = client.get("/veille/oai/?verb=Identify")

    assert refusee.status_code == 503
    assert 1 <= int(refusee["Retry-After"]) <= 60
    assert refusee["Content-Type"] == "text/plain; charset=utf-8"
    assert refusee["Retry-After"] in refusee.content.decode()


def test_another_harvester_is_not_kept_waiting(client):
    for _ in range(3):
        client.get("/veille/oai/?verb=Identify")
    assert client.get("/veille/oai/?verb=Identify", REMOTE_ADDR="192.0.2.7").status_code == 200


@pytest.mark.parametrize(
    "adresse", ["/veille/flux/recherche.atom?q=phare", "/veille/recherche/exporter/ris/?q=phare"]
)
def test_feeds_and_exports_of_a_search_are_limited_together(client, adresse):
    client.get("/veille/flux/recherche.atom?q=phare")
    assert client.get(adresse).status_code in (200, 302)
    refusee = client.get(adresse)
    assert refusee.status_code == 429
    assert 1 <= int(refusee["Retry-After"]) <= 60


def test_the_search_itself_and_the_other_feeds_go_on(client):
    for _ in range(4):
        assert client.get("/veille/recherche/?q=phare").status_code == 200
        assert client.get("/veille/flux/notices.atom").status_code == 200
