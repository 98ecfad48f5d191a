"""The map in a browser: searched without the server, ticked without script, and told to a room."""

import pytest
from playwright.sync_api import expect

from sonar.carte.services import dire_en_seance
from sonar.seances.enums import Exercice
from tests.outils.chromium import deborde, defauts_axe
from tests.outils.seances import arriver
from tests.outils.sonar_seances import mener
from tests.outils.sonar_seances import ouvrir as ouvrir_une_seance

pytestmark = [pytest.mark.navigateur, pytest.mark.django_db(transaction=True)]


def test_searching_and_filtering_ask_the_server_for_nothing(ouvrir):
    page = ouvrir("/sonar/carte/")
    expect(page.locator("[data-compte]")).to_have_text("73 ressources sur 73")
    demandes = []
    page.on("request", lambda requete: demandes.append(requete.url))
    page.get_by_label("Un mot").fill("scrum")
    expect(page.locator("#scrum")).to_be_visible()
    expect(page.locator("#jugaad")).to_be_hidden()
    page.get_by_label("Un mot").fill("")
    page.get_by_label("Zone", exact=True).select_option("centre")
    expect(page.locator("[data-compte]")).to_have_text("18 ressources sur 73")
    page.get_by_label("Un mot").press("Enter")  # no page is taken either
    assert demandes == []
    page.get_by_label("Zone", exact=True).select_option("")
    page.locator('[data-ressource="jugaad"]').focus()
    page.keyboard.press("Enter")
    expect(page.locator("#jugaad")).to_be_in_viewport()


@pytest.mark.parametrize("js", [True, False])
def test_one_s_mix_is_ticked_read_and_erased_on_a_phone(ouvrir, js):
    page = ouvrir("/sonar/carte/", largeur=320, js=js)
    page.get_by_role("link", name="Et vous, qu’utilisez-vous").click()
    page.get_by_role("button", name="Voir mon mélange").click()
    expect(page.get_by_text("Cochez au moins une ressource")).to_be_visible()
    for nom in ("Jugaad", "Scrum", "Nudge"):
        page.get_by_label(nom, exact=True).check()
    page.get_by_role("button", name="Voir mon mélange").click()
    expect(page.locator("h1")).to_have_text("Votre mélange")
    expect(page.get_by_text("100\u00a0%", exact=True)).to_be_visible()
    assert not deborde(page)
    if js:
        assert defauts_axe(page) == []
    page.get_by_role("button", name="Effacer ce mélange").click()
    expect(page.get_by_text("il n’en reste rien chez nous")).to_be_visible()


def test_a_room_ticks_and_its_wall_shows_the_heat_map(ouvrir, membre, site):
    seance = mener(ouvrir_une_seance(membre, Exercice.CARTE), "ouvert", Exercice.CARTE)
    for cles in (["jugaad"], ["jugaad", "nudge"], ["scrum"], ["jugaad"]):
        dire_en_seance(participation=arriver(seance), concepts=cles)
    telephone = ouvrir(f"/s/{seance.code}/", largeur=320)
    telephone.get_by_role("button", name="Entrer").click()
    telephone.get_by_role("link", name="Cocher mes ressources").click()
    telephone.get_by_label("Jugaad", exact=True).check()
    telephone.get_by_role("button", name="Envoyer mes choix").click()
    expect(telephone.get_by_text("1 ressource cochée")).to_be_visible()
    seance = mener(seance, "ferme", Exercice.CARTE)
    seance = mener(seance, "chaleur", Exercice.CARTE)
    mur = ouvrir(seance.adresse("projection"), compte=membre)
    expect(mur.locator("h1")).to_have_text("Ce que nous utilisons")
    expect(mur.locator("tr", has_text="Jugaad").locator("td")).to_have_text("4")
    expect(telephone.locator("tr", has_text="Jugaad").locator("td")).to_have_text("4")
    for page in (mur, telephone):
        assert defauts_axe(page) == []
        assert not deborde(page)
