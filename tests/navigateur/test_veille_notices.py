"""Describing a document in a browser: rows come and go in place, themes are found by their other words."""

import pytest
from playwright.sync_api import expect

from tests.conftest import creer_compte
from tests.outils.chromium import deborde, defauts_axe
from tests.outils.veille import ARTICLE, creer_notice, nommer_documentaliste

pytestmark = [pytest.mark.navigateur, pytest.mark.django_db(transaction=True)]
NOUVELLE = "/veille/atelier/notices/nouvelle/"


@pytest.fixture
def denise(site):
    compte = creer_compte("denise@vigie.example", prenom="Denise", nom="Rousseau")
    nommer_documentaliste(compte)
    return compte


def test_a_row_is_added_in_place_and_takes_the_focus(ouvrir, denise):
    page = ouvrir(NOUVELLE, compte=denise)
    page.fill("#id_titre", "En cours")
    page.fill("#id_auteurs-0-nom", "Martin")
    page.click("text=Ajouter une personne ou un organisme")
    page.wait_for_selector("#id_auteurs-1-nom")
    assert page.evaluate("document.activeElement.id") == "id_auteurs-1-nom"
    assert page.input_value("#id_titre") == "En cours"

    page.fill("#id_auteurs-1-nom", "Le Goff")
    page.locator("#lignes-auteurs button[value='monter:auteurs:1']").click()
    expect(page.locator("#id_auteurs-0-nom")).to_have_value("Le Goff")
    page.locator("#lignes-auteurs button[value='retirer:auteurs:0']").click()
    expect(page.locator("#id_auteurs-0-nom")).to_have_value("Martin")
    assert page.locator("#id_auteurs-1-nom").count() == 0


def test_the_enter_key_saves_and_touches_no_row(ouvrir, denise):
    page = ouvrir(NOUVELLE, compte=denise)
    page.fill("#id_titre", "Par le clavier")
    page.press("#id_titre", "Enter")
    page.wait_for_selector("text=La notice est enregistrée.")
    assert page.locator("h1").inner_text() == "Par le clavier"


def test_a_theme_is_found_by_a_synonym_without_its_accents(ouvrir, denise):
    page = ouvrir(NOUVELLE, compte=denise)
    page.fill("#filtre-themes", "evaluation des politiques")
    visibles = page.locator("[data-themes] .option:visible")
    assert visibles.count() == 1
    assert "Évaluation et mesure d’impact" in visibles.inner_text()


def test_the_warning_of_a_duplicate_is_accessible(ouvrir, denise):
    creer_notice(ARTICLE)
    for largeur, sombre in ((320, True), (1440, False)):
        page = ouvrir(NOUVELLE, compte=denise, largeur=largeur, sombre=sombre)
        page.fill("#id_titre", ARTICLE.titre)
        page.press("#id_titre", "Enter")
        page.wait_for_selector("text=Ce document est peut-être déjà dans la base")
        assert defauts_axe(page) == []
        assert not deborde(page)
