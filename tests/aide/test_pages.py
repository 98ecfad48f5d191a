"""The guide, read on the platform without an account."""

import re

import pytest
from django.contrib.staticfiles import finders

from communs.aide.guide import noms
from tests.outils.evaluations import creer_evaluation

pytestmark = pytest.mark.django_db


def test_the_footer_of_every_page_leads_to_the_guide_and_the_guide_to_its_pages(client):
    assert 'href="/aide/">Aide</a>' in client.get("/").text
    accueil = client.get("/aide/").text

    assert set(re.findall(r'href="/aide/([\w-]+)/"', accueil)) == noms()
    assert "<h1" in accueil and "Guide de Vigie" in accueil


@pytest.mark.parametrize("nom", sorted(noms()))
def test_a_page_is_read_with_its_contents_its_links_and_its_pictures(client, nom):
    html = client.get(f"/aide/{nom}/").text

    assert html.count("<h1") == 1
    assert ' style="' not in html
    assert not re.search(r'href="[^"]*\.md', html)
    ids = set(re.findall(r' id="([^"]+)"', html))
    assert set(re.findall(r'<li>\s*<a href="#([^"]+)"', html)) <= ids
    for adresse in set(re.findall(r'href="(/aide/[^"#]*)', html)):
        assert client.get(adresse).status_code == 200, adresse
    for source in re.findall(r'<img class="vue" src="/static/([^"]+)"', html):
        assert finders.find(source), source


@pytest.mark.parametrize("nom", ["README", "readme", "inconnue", "..", "evaluateur.md"])
def test_what_is_not_in_the_guide_is_not_found(client, nom):
    assert client.get(f"/aide/{nom}/").status_code == 404


@pytest.mark.usefixtures("contenu")
@pytest.mark.parametrize(
    ("page", "aide", "titre"),
    [
        ("dossiers:dossier", "/aide/dossiers/", "Mener un dossier à plusieurs"),
        ("evaluation:cadrage", "/aide/evaluateur/#cadrer", "Le guide de l’évaluateur"),
        ("evaluation:themes", "/aide/collecte/", "Recueillir des indices"),
        ("evaluation:rapport", "/aide/tableau-de-suivi/", "Tenir le tableau de suivi"),
        ("scrutins:scrutins", "/aide/voter/", "Voter, et faire voter"),
    ],
)
def test_a_page_of_a_dossier_leads_to_its_page_of_the_guide(
    client, administratrice, collectivite, page, aide, titre
):
    dossier = creer_evaluation(administratrice, collectivite).dossier
    client.force_login(administratrice)
    page_lue = client.get(dossier.adresse(page)).text

    assert f'Aide\xa0: <a href="{aide}">{titre}</a>' in page_lue
