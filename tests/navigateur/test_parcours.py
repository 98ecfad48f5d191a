"""Composing a path in a real browser: mouse, keyboard, no script, phone."""

import pytest
from django.urls import reverse

from nuancier.models import Teinte
from nuancier.parcours.models import Parcours
from tests.outils.chromium import deborde, defauts_axe
from tests.outils.parcours import composer

pytestmark = [pytest.mark.navigateur, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def parcours(site, administratrice) -> Parcours:
    """Three teintes of the shipped chart."""
    teintes = Teinte.objects.filter(code__in=["2.1", "3.1", "4.1"]).order_by("code")
    return composer(administratrice, *teintes, jours=3, participants=12)


def codes(page) -> list[str]:
    return page.locator("[data-pastille] .pastille-code").all_inner_texts()


def test_a_chip_is_moved_by_the_keyboard_keeps_the_focus_and_the_move_is_told(
    ouvrir, parcours, administratrice
):
    page = ouvrir(parcours.get_absolute_url(), compte=administratrice)
    bouton = page.get_by_role("button", name="Reculer 2.1")
    bouton.focus()
    page.keyboard.press("Enter")
    page.get_by_role("status").get_by_text("La teinte 2.1 est au rang 2.").wait_for()
    assert codes(page) == ["3.1", "2.1", "4.1"]
    assert page.evaluate("document.activeElement.textContent.trim()").startswith("Reculer 2.1")


def test_a_chip_is_dragged_onto_another_and_takes_its_place(ouvrir, parcours, administratrice):
    page = ouvrir(parcours.get_absolute_url(), compte=administratrice)
    aplats = page.locator("[data-pastille] .pastille-aplat")
    aplats.nth(0).drag_to(aplats.nth(2))
    page.get_by_role("status").get_by_text("La teinte 2.1 est au rang 3.").wait_for()
    assert codes(page) == ["3.1", "4.1", "2.1"]


@pytest.fixture
def doigt():
    """`doigt(page)`: a gesture of one finger, from point to point, made by the browser itself."""

    def _poser(page):
        cdp = page.context.new_cdp_session(page)
        cdp.send("Emulation.setTouchEmulationEnabled", {"enabled": True})

        def toucher(genre: str, *points: tuple[float, float]) -> None:
            cdp.send(
                "Input.dispatchTouchEvent",
                {"type": genre, "touchPoints": [{"x": x, "y": y, "id": 1} for x, y in points]},
            )

        def glisser(depart: tuple[float, float], arrivee: tuple[float, float]) -> None:
            toucher("touchStart", depart)
            for part in (0.1, 0.5, 1):
                toucher("touchMove", tuple(d + (a - d) * part for d, a in zip(depart, arrivee, strict=True)))
            toucher("touchEnd")

        return glisser

    return _poser


def milieu(element) -> tuple[float, float]:
    boite = element.bounding_box()
    return boite["x"] + boite["width"] / 2, boite["y"] + boite["height"] / 2


def test_a_finger_drags_a_chip_by_its_handle(ouvrir, parcours, administratrice, doigt):
    page = ouvrir(parcours.get_absolute_url(), largeur=768, compte=administratrice)
    rangee = page.locator("[data-rangee]")
    rangee.scroll_into_view_if_needed()
    poignees = page.locator("[data-poignee]")
    doigt(page)(milieu(poignees.nth(2)), milieu(page.locator("[data-pastille] .pastille-aplat").nth(0)))
    page.get_by_role("status").get_by_text("La teinte 4.1 est au rang 1.").wait_for()
    assert codes(page) == ["4.1", "2.1", "3.1"]


def test_a_finger_on_the_paint_scrolls_and_moves_nothing(ouvrir, parcours, administratrice, doigt):
    page = ouvrir(parcours.get_absolute_url(), largeur=320, compte=administratrice)
    page.locator("[data-pastille]").nth(0).scroll_into_view_if_needed()
    avant = page.evaluate("scrollY")
    x, y = milieu(page.locator("[data-pastille] .pastille-aplat").nth(0))
    doigt(page)((x, y), (x, y - 150))
    page.wait_for_function(f"scrollY > {avant}")
    assert codes(page) == ["2.1", "3.1", "4.1"]
    assert page.locator(".pastille-tenue, .pastille-visee").count() == 0


@pytest.mark.parametrize("pointeur", ["pen", "touch"])
def test_a_pen_too_and_escape_lets_go(ouvrir, parcours, administratrice, pointeur):
    page = ouvrir(parcours.get_absolute_url(), compte=administratrice)
    page.locator("[data-rangee]").scroll_into_view_if_needed()
    depart = milieu(page.locator("[data-poignee]").nth(0))
    arrivee = milieu(page.locator("[data-pastille] .pastille-aplat").nth(1))

    def faire(genre: str, point: tuple[float, float], touche: str | None = None) -> None:
        page.evaluate(
            """([genre, x, y, type]) => {
              const cible = document.elementFromPoint(x, y);
              Element.prototype.setPointerCapture = () => {}; // these events have no real pointer
              cible.dispatchEvent(new PointerEvent(genre, {
                bubbles: true, pointerId: 7, isPrimary: true, pointerType: type,
                button: 0, clientX: x, clientY: y,
              }));
            }""",
            [genre, *point, pointeur],
        )
        if touche:
            page.keyboard.press(touche)

    faire("pointerdown", depart)
    faire("pointermove", arrivee, "Escape")
    faire("pointerup", arrivee)
    assert codes(page) == ["2.1", "3.1", "4.1"]
    faire("pointerdown", depart)
    faire("pointermove", arrivee)
    faire("pointerup", arrivee)
    page.get_by_role("status").get_by_text("La teinte 2.1 est au rang 2.").wait_for()
    assert codes(page) == ["3.1", "2.1", "4.1"]


def test_a_teinte_is_found_while_typing_and_added_without_leaving_the_page(ouvrir, parcours, administratrice):
    page = ouvrir(parcours.get_absolute_url(), compte=administratrice)
    page.get_by_label("Ajouter une teinte").fill("immersion")
    page.locator("#trouvees").get_by_role("button", name="Ajouter la teinte 4.1").click()
    page.get_by_role("status").get_by_text("La teinte 4.1 est au bout du parcours.").wait_for()
    assert codes(page) == ["2.1", "3.1", "4.1", "4.1"]


def test_everything_is_done_without_script(ouvrir, parcours, administratrice):
    page = ouvrir(parcours.get_absolute_url(), compte=administratrice, js=False)
    page.get_by_role("button", name="Avancer 4.1").click()
    assert codes(page) == ["2.1", "4.1", "3.1"]
    page.get_by_label("Ajouter une teinte").fill("immersion")
    page.get_by_role("button", name="Chercher", exact=True).click()
    page.get_by_role("button", name="Ajouter la teinte 4.1").first.click()
    assert codes(page) == ["2.1", "4.1", "3.1", "4.1"]
    page.get_by_role("button", name="Retirer 3.1").click()
    assert codes(page) == ["2.1", "4.1", "4.1"]
    page.get_by_role("button", name="Annuler").click()
    assert codes(page) == ["2.1", "4.1", "3.1", "4.1"]


def test_the_basket_is_filled_from_a_teinte_without_script_nor_account(ouvrir, site):
    page = ouvrir("/nuancier/teintes/4.1/", js=False)
    page.get_by_role("link", name="à mon parcours").click()
    page.get_by_role("button", name="Mettre dans mon panier").click()
    assert page.locator(".panier li").count() == 1
    page.get_by_role("link", name="En faire un parcours").click()
    assert reverse("account_login") in page.url


@pytest.mark.parametrize("nom", ["panier", "parcours"])
def test_a_full_basket_and_the_lists_are_accessible_by_day_and_by_night(ouvrir, site, nom):
    for largeur, sombre in ((320, True), (1440, False)):
        page = ouvrir("/nuancier/parcours/panier/?choix=4.1", largeur=largeur, sombre=sombre)
        page.get_by_role("button", name="Mettre dans mon panier").click()
        page.goto(site + reverse(f"nuancier:{nom}"))
        assert defauts_axe(page) == []
        assert not deborde(page)


def test_the_targets_under_a_chip_are_large_enough_for_a_finger(ouvrir, parcours, administratrice):
    page = ouvrir(parcours.get_absolute_url(), largeur=320, compte=administratrice)
    for bouton in page.locator(".pastille-gestes button, .coche").all():
        boite = bouton.bounding_box()
        assert boite["width"] >= 24
        assert boite["height"] >= 24
