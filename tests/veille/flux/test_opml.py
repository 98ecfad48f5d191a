"""The list of our feeds, as feed readers import it."""

import pytest
from lxml import etree

from tests.outils.veille import creer_numero_publie
from tests.outils.veille_flux import valide

pytestmark = pytest.mark.django_db


def test_every_feed_of_the_list_can_be_opened(client):
    creer_numero_publie()

    racine = etree.fromstring(client.get("/veille/flux.opml").content)
    adresses = [f.get("xmlUrl") for f in racine.iterfind(".//outline[@type='rss']")]

    base = "http://testserver/veille/flux"
    assert adresses == [
        f"{base}/notices.atom",
        f"{base}/numeros.atom",
        f"{base}/bulletins/lettre-du-large/numeros.atom",
        f"{base}/bulletins/lettre-du-large/notices.atom",
        f"{base}/bulletins/lettre-du-large/rubriques/lieux.atom",
        f"{base}/themes/participation.atom",
        f"{base}/themes/tiers-lieux.atom",
    ]
    for adresse in adresses:
        valide(client.get(adresse).content, "atom.rng")


def test_the_page_for_people_shows_the_same_feeds_and_the_rest(client):
    creer_numero_publie()

    page = client.get("/veille/flux/").content.decode()

    for adresse in (
        "/veille/flux/bulletins/lettre-du-large/rubriques/lieux.atom",
        "/veille/flux.opml",
        "webcal://testserver/veille/agenda.ics",
        "http://testserver/veille/oai/",
        "http://testserver/veille/flux/recherche.atom?q=laboratoire",
        ">Les références</a>",
        "/api/",
    ):
        assert adresse in page
