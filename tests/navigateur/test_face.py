"""The face of the platform in a real browser: contrast, narrow screens, keyboard, no tolerance."""

import pytest

from tests.outils.chromium import LARGEURS, deborde, defauts_axe

pytestmark = [pytest.mark.navigateur, pytest.mark.django_db(transaction=True)]

PAGES = (
    "/",
    "/galerie/",
    "/mentions-legales/",
    "/accessibilite/",
    "/donnees-personnelles/",
    "/cette-page-n-existe-pas/",
)


@pytest.mark.parametrize("sombre", [False, True], ids=["jour", "nuit"])
@pytest.mark.parametrize("largeur", LARGEURS)
@pytest.mark.parametrize("chemin", PAGES)
def test_axe_finds_nothing_and_nothing_overflows(ouvrir, chemin, largeur, sombre):
    page = ouvrir(chemin, largeur=largeur, sombre=sombre)
    assert defauts_axe(page) == []
    assert not deborde(page)


@pytest.mark.parametrize("chemin", ["/", "/galerie/"])
def test_each_stop_of_the_keyboard_shows_its_focus(ouvrir, chemin):
    page = ouvrir(chemin)
    sans_contour, arrets = [], 0
    page.evaluate("document.activeElement.blur()")
    for _ in range(80):
        page.keyboard.press("Tab")
        vu = page.evaluate(
            """() => {
              const e = document.activeElement;
              if (!e || e === document.body) return null;
              const porteur = [e, e.closest(".option"), e.closest(".carte")]
                .find((n) => n && parseFloat(getComputedStyle(n).outlineWidth) >= 2
                  && getComputedStyle(n).outlineStyle !== "none");
              const cadre = e.getBoundingClientRect();
              return {nom: e.outerHTML.slice(0, 80), contour: Boolean(porteur),
                dedans: cadre.bottom > 0 && cadre.top < innerHeight};
            }"""
        )
        if vu is None:
            break
        arrets += 1
        if not (vu["contour"] and vu["dedans"]):
            sans_contour.append(vu["nom"])
    assert sans_contour == []
    assert arrets > 10


def test_the_first_stop_is_the_way_to_the_content(ouvrir):
    page = ouvrir("/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "contenu"


def test_a_form_sent_back_puts_the_focus_on_the_list_of_what_is_wrong(ouvrir):
    page = ouvrir("/galerie/")
    page.wait_for_function("document.activeElement !== document.body")  # autofocus comes after the loading
    assert page.evaluate("document.activeElement.innerText").startswith("3 points à revoir avant d’envoyer")
    page.get_by_role("link", name="Adresse électronique").click()
    page.keyboard.press("Tab")
    assert page.evaluate("location.hash") == "#id_courriel"


def test_our_own_fonts_are_the_ones_shown(ouvrir):
    page = ouvrir("/")
    page.evaluate("document.fonts.ready")
    charges = page.evaluate("[...document.fonts].filter(f => f.status === 'loaded').map(f => f.family)")
    assert {nom.strip('"') for nom in charges} == {"Vigie Titre", "Vigie Texte", "Vigie Sans"}
