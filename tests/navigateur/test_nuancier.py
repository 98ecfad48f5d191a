"""The colour chart in a real browser: the fan under pointer and keyboard, without script, on a phone."""

import json

import pytest

from tests.outils.chromium import deborde, defauts_axe
from tests.outils.teintes import MODULE, RESSOURCE, creer_famille, creer_teinte

pytestmark = [pytest.mark.navigateur, pytest.mark.django_db(transaction=True)]

LONG = "De la participation citoyenne à l’innovation publique ouverte : coproduire avec les usagers"


@pytest.fixture
def chart(transactional_db) -> None:
    """A chart of seven families at least, one of them with five teintes, one title very long."""
    for numero in range(1, 8):
        creer_famille(numero, f"Famille numéro {numero}")
    for code in ("1.1", "1.2", "2.1", "3.1", "3.2", "3.3", "3.4", "3.5", "4.1", "5.1", "6.1", "7.1"):
        creer_teinte(code, titre_court=f"Une teinte, la {code}")
    creer_teinte("2.2", titre=LONG, titre_court="Coproduire avec les usagers")


PAGES = [
    "/nuancier/",
    "/nuancier/familles/3/",
    "/nuancier/teintes/2.2/",
    "/nuancier/mode-d-emploi/",
    "/nuancier/a-completer/",
    "/nuancier/comparer/?module=1.1-aller-voir",
    "/nuancier/comparer/?module=1.1-aller-voir&module=2.2-aller-voir&module=3.1-aller-voir&module=7.1-aller-voir",
]


@pytest.mark.parametrize("chemin", PAGES)
def test_axe_finds_nothing_and_nothing_overflows(ouvrir, chart, chemin):
    for largeur, sombre in ((320, False), (320, True), (768, False), (1440, True), (1440, False)):
        page = ouvrir(chemin, largeur=largeur, sombre=sombre)
        assert page.locator("h1").count() == 1
        assert defauts_axe(page) == []
        assert not deborde(page)


def _angle(page, rang: int) -> float:
    """The angle of the strip of this rank, in degrees."""
    return page.evaluate(
        """rang => {
          const m = new DOMMatrix(getComputedStyle(document.querySelectorAll(".lame")[rang - 1]).transform);
          return Math.atan2(m.b, m.a) * 180 / Math.PI;
        }""",
        rang,
    )


def _titre_visible(page, code: str) -> bool:
    titre = page.locator(f'.pastille[href$="/teintes/{code}/"] .pastille-titre')
    return float(titre.evaluate("e => getComputedStyle(e).opacity")) == 1


@pytest.mark.parametrize("js", [True, False], ids=["avec script", "sans script"])
def test_the_fan_opens_under_the_pointer(ouvrir, chart, js):
    page = ouvrir("/nuancier/", js=js)
    if not js:
        page.locator(".lame-nom a").nth(2).hover()
        with page.expect_navigation():
            page.locator('.pastille[href$="/teintes/3.1/"]').click()
        assert page.locator("h1").inner_text() == "Outils et techniques d’immersion"
        return
    ferme = _angle(page, 4)
    assert not _titre_visible(page, "3.1")
    page.locator(".lame-nom a").nth(2).hover()
    assert _angle(page, 4) == pytest.approx(ferme + 5.6, abs=0.01)
    assert _angle(page, 2) == pytest.approx(-25, abs=0.01)
    assert _titre_visible(page, "3.1")
    assert not _titre_visible(page, "4.1")


def test_the_fan_opens_under_the_keyboard_in_reading_order(ouvrir, chart):
    page = ouvrir("/nuancier/")
    page.locator(".lame-nom a").first.focus()
    attendus = page.locator(".eventail a").evaluate_all("liens => liens.map(lien => lien.pathname)")
    assert attendus[:3] == ["/nuancier/familles/1/", "/nuancier/teintes/1.1/", "/nuancier/teintes/1.2/"]
    for adresse in attendus[: attendus.index("/nuancier/familles/3/")]:
        assert page.evaluate("document.activeElement.pathname") == adresse
        page.keyboard.press("Tab")
    assert _titre_visible(page, "3.5")
    contour = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert contour == "solid"


def test_every_strip_of_the_open_fan_can_be_reached_by_the_pointer(ouvrir, chart):
    page = ouvrir("/nuancier/")
    for pastille in page.locator(".lame-teintes .pastille").all():
        page.mouse.move(5, 5)  # the fan closes
        code = pastille.locator(".pastille-code").bounding_box()
        au_milieu = [code["x"] + code["width"] / 2, code["y"] + code["height"] / 2]
        page.mouse.move(*au_milieu)
        dessous = page.evaluate("p => document.elementFromPoint(...p).closest('a').pathname", au_milieu)
        assert dessous == pastille.get_attribute("href")


def test_on_a_phone_the_fan_is_a_deck_with_an_index_at_hand(ouvrir, chart):
    page = ouvrir("/nuancier/", largeur=320)
    assert page.evaluate("getComputedStyle(document.querySelector('.lame')).transform") == "none"
    page.locator(".index-familles a").nth(5).click()
    index = page.locator(".index-familles").bounding_box()
    assert index["y"] == 0
    haut = page.locator("#famille-6").bounding_box()["y"]
    assert abs(haut - index["height"]) <= 2
    for lien in page.locator(".index-familles a").all():
        boite = lien.bounding_box()
        assert boite["width"] >= 44 and boite["height"] >= 44
    assert _titre_visible(page, "6.1")


def test_the_data_for_machines_is_kept_by_the_browser_and_run_by_nobody(ouvrir, chart):
    # `ouvrir` fails on any message of the console: the security policy finds nothing to refuse.
    page = ouvrir("/nuancier/teintes/2.2/")
    donnees = json.loads(page.locator('script[type="application/ld+json"]').text_content())
    assert donnees["name"] == LONG
    assert donnees["hasCourseInstance"][0]["name"] == MODULE.titre
    assert donnees["citation"][0]["name"] == RESSOURCE.titre


def test_two_modules_are_chosen_and_compared_without_script(ouvrir, chart):
    page = ouvrir("/nuancier/teintes/1.1/", js=False)
    page.get_by_role("link", name="Comparer ce module à d’autres").click()
    assert page.locator('input[value="1.1-aller-voir"]').is_checked()
    page.locator('input[value="2.2-aller-voir"]').check()
    page.locator(".choisir-modules").get_by_role("button", name="Comparer").click()
    assert page.url.endswith("/nuancier/comparer/?module=1.1-aller-voir&module=2.2-aller-voir")
    assert page.get_by_role("table").get_by_role("row").count() == 8


def test_the_comparison_stays_a_table_on_a_phone(ouvrir, chart):
    page = ouvrir("/nuancier/comparer/?module=1.1-aller-voir&module=2.2-aller-voir", largeur=320)
    assert page.get_by_role("columnheader").count() == 3
    assert page.get_by_role("rowheader").count() == 7
    assert page.get_by_role("cell").first.inner_text().startswith("1.1")
