"""Second factor and sessions in a real browser, with a virtual key that signs for real."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import MOT_DE_PASSE
from tests.outils.chromium import deborde, defauts_axe
from tests.outils.second_facteur import code, regler

pytestmark = [pytest.mark.navigateur, pytest.mark.django_db(transaction=True)]


def brancher_une_cle(page: Page) -> None:
    """A key that answers by itself, in this page's browser."""
    protocole = page.context.new_cdp_session(page)
    protocole.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasUserVerification": True}
    options |= {"isUserVerified": True, "automaticPresenceSimulation": True, "hasResidentKey": True}
    protocole.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def redonner_le_mot_de_passe(page: Page) -> None:
    page.get_by_label("Mot de passe").fill(MOT_DE_PASSE)
    page.get_by_role("button", name="Continuer").click()


def irreprochable(page: Page) -> None:
    assert page.locator("h1").count() == 1
    assert defauts_axe(page) == []
    assert not deborde(page)


def test_une_cle_d_acces_s_ajoute_puis_ouvre_le_compte(ouvrir, membre):
    page = ouvrir("/compte/second-facteur/cles/ajouter/", compte=membre, largeur=320, sombre=True)
    brancher_une_cle(page)
    redonner_le_mot_de_passe(page)
    page.get_by_label("Nom de la clé").fill("Téléphone")
    page.get_by_role("button", name="Continuer").click()
    irreprochable(page)
    page.get_by_role("button", name="Présenter la clé").click()
    expect(page.get_by_role("heading", name="Codes de secours")).to_be_visible()
    irreprochable(page)
    page.get_by_role("link", name="C’est noté").click()
    expect(page.locator(".en-attente-qui", has_text="Téléphone")).to_be_visible()
    irreprochable(page)
    page.goto(page.url.split("/compte/")[0] + "/compte/deconnexion/")
    page.get_by_role("button", name="Me déconnecter").click()
    page.goto(page.url.rstrip("/") + "/compte/connexion/")
    page.get_by_label("Adresse électronique").fill(membre.email)
    page.get_by_label("Mot de passe").fill(MOT_DE_PASSE)
    page.get_by_role("main").get_by_role("button", name="Se connecter").click()
    irreprochable(page)
    page.get_by_role("button", name="Utiliser ma clé d’accès").click()
    irreprochable(page)
    page.get_by_role("button", name="Présenter ma clé").click()
    page.wait_for_url(re.compile("/espace/"))
    page.goto(page.url.replace("/espace/", "/compte/sessions/"))
    expect(page.get_by_text("Chrome sur Linux", exact=True)).to_be_visible()
    irreprochable(page)


def test_une_cle_refusee_le_dit_sur_la_page(ouvrir, membre):
    page = ouvrir("/compte/second-facteur/cles/ajouter/", compte=membre)
    redonner_le_mot_de_passe(page)
    page.get_by_role("button", name="Continuer").click()
    page.evaluate("() => { navigator.credentials.create = () => Promise.reject(new Error('refus')) }")
    page.get_by_role("button", name="Présenter la clé").click()
    expect(page.get_by_role("alert")).to_have_text(re.compile("La clé n’a pas été reconnue"))
    irreprochable(page)


def test_l_application_se_regle_et_ouvre_le_compte_sans_javascript(ouvrir, membre):
    page = ouvrir("/compte/second-facteur/application/", compte=membre, js=False, largeur=320)
    redonner_le_mot_de_passe(page)
    expect(page.get_by_role("img", name=re.compile("Code QR"))).to_be_visible()
    assert page.evaluate("document.querySelector('.qr').naturalWidth") > 0
    page.get_by_label("Code").fill(code(page.locator(".cle-longue").inner_text()))
    page.get_by_role("button", name="Mettre en service").click()
    expect(page.locator(".codes li")).to_have_count(10)
    assert not deborde(page)


@pytest.mark.parametrize("sombre", [False, True], ids=["jour", "nuit"])
@pytest.mark.parametrize("largeur", [320, 768, 1440])
def test_les_pages_du_second_facteur_sont_irreprochables(ouvrir, membre, largeur, sombre):
    regler(membre)
    page = ouvrir("/compte/second-facteur/codes/", compte=membre, largeur=largeur, sombre=sombre)
    redonner_le_mot_de_passe(page)
    irreprochable(page)
    racine = page.url.split("/compte/")[0]
    page.goto(f"{racine}/compte/second-facteur/")
    irreprochable(page)
    membre.authenticator_set.filter(type="totp").delete()
    for chemin in ("", "application/", "codes/nouveaux/"):
        page.goto(f"{racine}/compte/second-facteur/{chemin}")
        irreprochable(page)
    membre.authenticator_set.all().delete()
    regler(membre)
    page.goto(f"{racine}/compte/second-facteur/application/retirer/")
    irreprochable(page)
