"""`/recherche/` in a real browser, in each of its states, without JavaScript too."""

import pytest

from tests.outils.chromium import LARGEURS, deborde, defauts_axe

pytestmark = [pytest.mark.navigateur, pytest.mark.django_db(transaction=True)]

ETATS = {
    "invitation": "",
    "resultats": "?q=usages",
    "approchants": "?q=hybridasion",
    "genre": "?type=portrait",
    "rien": "?q=xylophone",
    "refus": "?q=mer&page=zero",
    "trop long": "?q=" + "x" * 300,
}


@pytest.mark.parametrize("sombre", [False, True], ids=["jour", "nuit"])
@pytest.mark.parametrize("largeur", LARGEURS)
@pytest.mark.parametrize("etat", ETATS)
def test_axe_finds_nothing_and_nothing_overflows(ouvrir, etat, largeur, sombre):
    page = ouvrir(f"/recherche/{ETATS[etat]}", largeur=largeur, sombre=sombre)
    assert defauts_axe(page) == []
    assert not deborde(page)


def test_without_javascript_one_types_narrows_and_reads(ouvrir):
    page = ouvrir("/recherche/", js=False, largeur=320)
    page.get_by_label("Que cherchez-vous").fill("hybridasion")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Portraits").click()
    assert page.get_by_label("Que cherchez-vous").input_value() == "hybridasion"
    page.get_by_role("link", name="Passerelle baissée").click()
    assert page.url.endswith("/sonar/portraits/hybridation/")
