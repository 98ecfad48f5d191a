"""Two people position a project, one of them on a phone without script; then they compare."""

import pytest
from playwright.sync_api import expect

from tests.outils.chromium import deborde, defauts_axe
from tests.outils.trajectoires import ouvrir as ouvrir_un_sujet
from tests.outils.trajectoires import remettre, tour_de

pytestmark = [pytest.mark.navigateur, pytest.mark.django_db(transaction=True)]


def saine(page):
    assert page.locator("h1").count() == 1
    assert defauts_axe(page) == []
    assert not deborde(page)


@pytest.mark.parametrize(("largeur", "sombre"), [(320, True), (1440, False)])
def test_the_path_leads_to_its_stages(ouvrir, largeur, sombre):
    page = ouvrir("/sonar/trajectoire/", largeur=largeur, sombre=sombre, js=False)
    page.get_by_role("link", name="Étape 6 : Capacitation").click()
    expect(page.locator("#capacitation")).to_be_in_viewport()
    page = ouvrir("/sonar/trajectoire/", largeur=largeur, sombre=sombre)
    saine(page)


def test_positions_are_said_apart_then_compared(ouvrir, membre, administratrice, collectivite, site):
    sujet = ouvrir_un_sujet(membre, collectivite)
    remettre(membre, tour_de(sujet), {"tests": [2, 2]}, note="Deux essais, un mardi.")
    page = ouvrir(sujet.get_absolute_url(), compte=administratrice, largeur=320, js=False)
    assert "Deux essais" not in page.content()
    page.get_by_role("link", name="Dire ma position").click()
    page.get_by_role("link", name="Tests").click()
    premier = page.get_by_role("group").first
    premier.get_by_label("Pas encore").check()
    page.get_by_role("button", name="Garder, et revoir ma position").click()
    page.get_by_role("button", name="Remettre ma position").click()
    expect(page.get_by_role("heading", name="De quoi parler d’abord")).to_be_visible()
    assert "Deux essais, un mardi." in page.content()
    assert not deborde(page)
    page = ouvrir(tour_de(sujet).get_absolute_url(), compte=administratrice)
    saine(page)
