"""The plan of the site for search engines."""

import pytest
from django.utils import timezone
from lxml import etree

from config.plan import PARTIES, Plan
from tests.outils.veille import creer_notice
from veille.models import Notice, Numero

ESPACES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def adresses(client, chemin: str) -> list[str]:
    response = client.get(chemin)
    assert response.status_code == 200
    return [e.text for e in etree.fromstring(response.content).iterfind("*/s:loc", ESPACES)]


def test_the_plan_leads_to_every_part(client, db):
    attendu = [f"http://testserver/sitemap-{partie}.xml" for partie in PARTIES]

    assert adresses(client, "/sitemap.xml") == attendu


@pytest.mark.usefixtures("contenu")
def test_every_address_of_the_plan_opens_a_public_page(client):
    toutes = [a for partie in PARTIES for a in adresses(client, f"/sitemap-{partie}.xml")]

    assert len(toutes) == len(set(toutes))
    for attendue in (
        "/",
        "/sonar/portraits/usages/",
        "/nuancier/familles/1/",
        "/nuancier/teintes/1.1/",
        "/eclaireurs/evaluation/",
        "/veille/en-quelques-clics/",
        "/veille/en-quelques-clics/hors-serie-2/",
        "/veille/agenda/",
    ):
        assert f"http://testserver{attendue}" in toutes
    sans_les_notices = [a for a in toutes if "/veille/notices/" not in a]
    assert len(toutes) - len(sans_les_notices) == Notice.objects.en_vue().count()
    for adresse in [*sans_les_notices, toutes[-1]]:
        assert client.get(adresse).status_code == 200, adresse


@pytest.mark.django_db
def test_a_notice_taken_back_leaves_the_plan(client):
    notice = creer_notice(publiee_le=timezone.now())
    Notice.objects.update(retiree_le=timezone.now())

    assert not Numero.objects.exists()
    assert f"http://testserver{notice.get_absolute_url()}" not in adresses(client, "/sitemap-notices.xml")


@pytest.mark.django_db
def test_a_long_part_is_cut_in_pages(client, monkeypatch):
    monkeypatch.setattr(Plan, "limit", 2)
    for n in range(3):
        creer_notice(titre=f"Notice {n}", publiee_le=timezone.now())

    assert "http://testserver/sitemap-notices.xml?p=2" in adresses(client, "/sitemap.xml")
    assert len(adresses(client, "/sitemap-notices.xml?p=2")) == 1
    assert client.get("/sitemap-notices.xml?p=9").status_code == 404
    assert client.get("/sitemap-inconnue.xml").status_code == 404


def test_robots_are_told_where_the_plan_is(client, db):
    assert "Sitemap: http://testserver/sitemap.xml" in client.get("/robots.txt").content.decode().splitlines()
