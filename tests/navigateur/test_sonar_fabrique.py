"""The workshop by keyboard and on a phone, and a fiche filled without JavaScript."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from communs.collectivites.models import Compte
from sonar.fabrique.fiches import ReponseDeFabrique
from tests.outils.chromium import deborde, defauts_axe
from tests.outils.fabriques import ouvrir_une_fiche

pytestmark = [pytest.mark.navigateur, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(("largeur", "sombre"), [(320, True), (768, False), (1440, False)])
def test_the_workshop_is_accessible_and_fits_at_every_width(ouvrir, largeur, sombre):
    page = ouvrir(reverse("sonar:fabrique"), largeur=largeur, sombre=sombre, js=False)
    assert not deborde(page)
    # On a phone the boxes bear their mark, above it their words.
    expect(page.locator(".cycle-marque").first).to_be_visible(visible=largeur < 768)
    expect(page.locator(".cycle-mots").first).to_be_visible(visible=largeur >= 768)
    cases = page.locator(".cycle svg a rect")
    assert min(case.bounding_box()["width"] for case in cases.all()) >= 24


@pytest.mark.parametrize("sombre", [True, False])
def test_axe_finds_nothing_in_the_workshop(ouvrir, sombre):
    page = ouvrir(reverse("sonar:fabrique"), largeur=1440, sombre=sombre)
    assert defauts_axe(page) == []


def test_by_keyboard_each_box_of_the_drawing_leads_to_its_text(ouvrir):
    page = ouvrir(reverse("sonar:fabrique"))
    page.get_by_role("link", name="Étape 5", exact=False).focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("#etape-arbitrage$"))
    expect(page.locator("#etape-arbitrage h3")).to_be_in_viewport()
    page.get_by_role("link", name="Pratique C", exact=False).focus()
    page.keyboard.press("Enter")
    expect(page.locator("#pratique-essai-erreur h3")).to_be_in_viewport()


def test_an_answer_is_written_on_a_phone(ouvrir, administratrice: Compte, collectivite):
    fiche = ouvrir_une_fiche(administratrice, collectivite)
    chemin = fiche.adresse("fabrique:questions")
    page = ouvrir(chemin, largeur=320, sombre=True, compte=administratrice)
    page.get_by_role("link", name=re.compile("Répondre.*De qui me vient")).click()
    page.get_by_label("Votre réponse").fill("Une directrice d’école.")
    page.get_by_role("button", name="Enregistrer").click()
    page.wait_for_url(re.compile("#question-qui-alerte$"))
    expect(page.locator("#question-qui-alerte")).to_contain_text("Une directrice d’école.")
    assert ReponseDeFabrique.objects.get().texte == "Une directrice d’école."
    assert not deborde(page)
