"""A facilitator, a phone with script and one without: from the door to the portrait."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from communs.seances.models import Seance
from sonar.seances.models import Feuille
from tests.outils.chromium import deborde, defauts_axe
from tests.outils.sonar_seances import clore, remplir, saisir

pytestmark = [pytest.mark.navigateur, pytest.mark.django_db(transaction=True)]


def saine(page):
    assert page.locator("h1").count() == 1
    assert defauts_axe(page) == []
    assert not deborde(page)


def entrer(page, seance, prenom):
    page.get_by_label("Code de la séance").fill(seance.code.lower())
    page.get_by_role("button", name="Continuer").click()
    page.get_by_label("Prénom").fill(prenom)
    page.get_by_role("button", name="Entrer").click()


def test_une_animatrice_et_deux_telephones(ouvrir, membre, collectivite):
    bureau = ouvrir(reverse("sonar:seances_ouvrir"), compte=membre)
    saine(bureau)
    bureau.get_by_label("Titre de la séance").fill("Direction des parcs")
    bureau.get_by_role("button", name="Continuer").click()
    bureau.get_by_role("button", name="Ouvrir la séance").click()
    expect(bureau.get_by_text("Pour entrer")).to_be_visible()
    saine(bureau)
    seance = Seance.objects.get()
    mur = ouvrir(seance.adresse("projection"), compte=membre)
    avec = ouvrir(reverse("seances:rejoindre"), largeur=320)
    sans = ouvrir(reverse("seances:rejoindre"), largeur=320, js=False)
    entrer(avec, seance, "Nolwenn")
    entrer(sans, seance, "Erwan")
    expect(mur.get_by_text("2 personnes sont entrées")).to_be_visible()
    mur.keyboard.press("ArrowRight")
    expect(mur.locator("h1")).to_have_text("Quel est votre style d’innovation\u00a0?")
    saine(mur)
    avec.get_by_role("link", name="Remplir ma feuille").click()
    for rang in range(6):
        question = avec.locator("[data-question]").nth(rang)
        question.locator("input").first.check(force=True)
        if rang < 5:
            avec.get_by_role("button", name="Question suivante").click()
    saine(avec)
    avec.get_by_role("button", name="Remettre ma feuille").click()
    expect(avec.get_by_text("Votre feuille est remise.")).to_be_visible()
    sans.get_by_role("link", name="Remplir ma feuille").click(timeout=20_000)
    for rang in range(6):
        sans.locator("[data-question]").nth(rang).locator("input").first.check(force=True)
    sans.get_by_role("button", name="Remettre ma feuille").click()
    expect(sans.get_by_text("Votre feuille est remise.")).to_be_visible()
    expect(mur.locator(".mur-nombre")).to_have_text("2")
    remplir(seance, *["cccuhs"] * 4, "uuuchs", "uuuchs")
    saisir(seance, "hhhcus")
    expect(mur.locator(".mur-nombre")).to_have_text("9")
    mur.keyboard.press(" ")
    expect(avec.get_by_text("L’exercice est fermé.")).to_be_visible()
    for titre in ("Nos premiers réflexes", "Ce qui domine, ce qui manque", "Question par question"):
        mur.keyboard.press("ArrowRight")
        expect(mur.locator("h1")).to_have_text(titre)
        saine(mur)
        expect(avec.locator("h1")).to_have_text(titre)
        saine(avec)
    mur.keyboard.press("PageDown")
    expect(mur.locator("h1")).to_have_text("À vous d’en parler")
    expect(avec.locator("#annonce")).to_have_text("À vous d’en parler")
    clore(Seance.objects.get())
    expect(avec.locator("h1")).to_have_text("C’est fini")
    saine(avec)
    avec.get_by_role("link", name="Voir mon résultat").click()
    expect(
        avec.get_by_text("Votre style").or_(avec.get_by_text("Votre profil est mixte")).first
    ).to_be_visible()
    bureau.goto(bureau.url)
    bureau.get_by_role("link", name="Le portrait du groupe").click()
    expect(bureau.get_by_text("9 feuilles, dont 1 sur papier")).to_be_visible()
    saine(bureau)
    assert Feuille.objects.count() == 9
