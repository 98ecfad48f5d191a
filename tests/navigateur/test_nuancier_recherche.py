"""`/nuancier/recherche/` in a real browser, in each of its states, with and without JavaScript."""

import pytest

from tests.outils.chromium import LARGEURS, deborde, defauts_axe
from tests.outils.teintes import creer_teinte

pytestmark = [pytest.mark.navigateur, pytest.mark.django_db(transaction=True)]

ETATS = {
    "tout": "",
    "mots": "?q=immersion",
    "filtres": "?q=immersion&famille=8&format=atelier&nous=12",
    "approchants": "?q=boussol",
    "rien": "?q=xylophone",
    "trop de filtres": "?famille=8&format=voyage",
    "refus": "?q=mer&format=hologramme&nous=zero",
    "trop long": "?q=" + "x" * 300,
}


@pytest.fixture
def nuancier(site) -> None:
    """Two teintes more than what ships, in a family of their own."""
    creer_teinte("8.1", titre="Immersion en haute mer", lexique=("boussole", "sextant"))
    creer_teinte("8.2", titre="Naviguer de nuit", lexique=("sextant",), modules=())


@pytest.mark.usefixtures("nuancier")
@pytest.mark.parametrize(("largeur", "sombre"), [(LARGEURS[0], True), (LARGEURS[1], False)])
def test_axe_finds_nothing_and_nothing_overflows(ouvrir, largeur, sombre):
    for etat, demande in ETATS.items():
        page = ouvrir(f"/nuancier/recherche/{demande}", largeur=largeur, sombre=sombre)
        if largeur == LARGEURS[0] and page.locator("details.filtres[open]").count() == 0:
            page.locator("details.filtres summary").click()
        assert defauts_axe(page) == [], etat
        assert not deborde(page), etat


@pytest.mark.usefixtures("nuancier")
def test_without_javascript_one_types_ticks_and_reads(ouvrir):
    page = ouvrir("/nuancier/recherche/", js=False, largeur=320)
    page.get_by_label("Que voulez-vous apprendre").fill("sextan")
    page.keyboard.press("Enter")
    page.get_by_text("Filtrer", exact=True).click()
    page.get_by_label("Nous sommes").fill("12")
    page.get_by_label("Atelier").check()
    page.get_by_role("button", name="Appliquer les filtres").click()
    assert page.url.endswith("/nuancier/recherche/?q=sextan&format=atelier&nous=12")
    page.get_by_role("link", name="Immersion en haute mer").click()
    assert page.url.endswith("/nuancier/teintes/8.1/")


@pytest.mark.usefixtures("nuancier")
def test_with_javascript_a_tick_searches_keeps_focus_and_says_the_number(ouvrir):
    page = ouvrir("/nuancier/recherche/?q=sextant")
    assert page.locator("#nombre").inner_text().split() == ["2", "teintes"]
    page.evaluate("window.temoin = true")
    case = page.get_by_label("Atelier")
    case.focus()
    page.keyboard.press("Space")
    page.wait_for_url("**/nuancier/recherche/?q=sextant&format=atelier")
    page.get_by_role("link", name="Naviguer de nuit").wait_for(state="detached")
    assert page.locator("#annonce").inner_text() == "1 teinte trouvée"
    assert page.evaluate("document.activeElement.value") == "atelier"
    assert page.evaluate("window.temoin") is True
    page.keyboard.press("Space")
    page.get_by_role("link", name="Naviguer de nuit").wait_for()
    assert page.url.endswith("/nuancier/recherche/?q=sextant")
    page.go_back()
    page.wait_for_url("**/nuancier/recherche/?q=sextant&format=atelier")
    page.get_by_role("link", name="Naviguer de nuit").wait_for(state="detached")


@pytest.mark.usefixtures("nuancier")
def test_enter_in_the_field_searches_without_leaving_the_page(ouvrir):
    page = ouvrir("/nuancier/recherche/")
    page.get_by_label("Que voulez-vous apprendre").fill("boussole")
    page.keyboard.press("Enter")
    page.wait_for_url("**/nuancier/recherche/?q=boussole")
    page.locator("#nombre", has_text="1").wait_for()
    assert page.evaluate("document.activeElement.name") == "q"
    assert page.title().startswith("boussole")
