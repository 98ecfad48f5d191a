"""A dossier in a real browser: by keyboard, without script, two people at once, a link copied."""

import re

import pytest
from playwright.sync_api import expect

from communs.dossiers.models import Dossier
from tests.contrats.adresses import url_de
from tests.outils.chromium import deborde, defauts_axe
from tests.outils.dossiers import ouvrir_un_dossier

pytestmark = [pytest.mark.navigateur, pytest.mark.django_db(transaction=True)]


def test_on_ouvre_un_dossier_et_on_invite_au_clavier_et_sans_script(ouvrir, administratrice, collectivite):
    page = ouvrir("/espace/port-lumiere/dossiers/", compte=administratrice, largeur=320, js=False)
    page.get_by_role("link", name="Ouvrir le premier dossier").press("Enter")
    page.get_by_role("radio", name="Essai").press("Space")
    page.get_by_label("Titre").press_sequentially("Les cours d’école")
    page.get_by_label("Titre").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Les cours d’école")
    page.get_by_role("link", name="Vie du dossier").press("Enter")
    page.get_by_role("link", name="Inviter par courriel").press("Enter")
    page.get_by_label("Prénom et nom").fill("Jean Cariou")
    page.get_by_label("Adresse électronique").fill("jean@ailleurs.example")
    page.get_by_role("checkbox", name="Équipière").press("Space")
    page.get_by_role("button", name="Envoyer l’invitation").press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("L’invitation de Jean Cariou part")
    assert not deborde(page)


@pytest.mark.parametrize(("largeur", "sombre"), [(320, True), (768, False), (1440, False)])
def test_deux_textes_se_lisent_cote_a_cote(ouvrir, administratrice, collectivite, largeur, sombre):
    dossier = ouvrir_un_dossier(administratrice, collectivite)
    page = ouvrir(
        dossier.adresse("dossiers:reglages"), compte=administratrice, largeur=largeur, sombre=sombre
    )
    Dossier.objects.update(version=2, titre="Le titre de l’autre " * 5)
    page.get_by_label("Titre").fill("Mon titre")
    page.get_by_role("button", name="Enregistrer la présentation").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("en même temps que vous")
    assert defauts_axe(page) == []
    assert not deborde(page)
    page.get_by_role("button", name="Enregistrer le mien").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Mon titre")


def test_un_lien_de_lecture_se_copie_et_s_ouvre_sans_compte(ouvrir, decor, site):
    page = ouvrir(decor.dossier.adresse("dossiers:liens"), compte=decor.administratrice)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copier").click()
    expect(page.locator("[data-copie]")).to_have_text("L’adresse est copiée.")
    copiee = page.evaluate("navigator.clipboard.readText()")
    lecteur = ouvrir(re.sub(r"^https?://[^/]+", "", copiee), largeur=320, sombre=True)
    expect(lecteur.get_by_role("heading", level=1)).to_have_text(decor.dossier.titre)
    assert defauts_axe(lecteur) == []
    assert not deborde(lecteur)


@pytest.mark.parametrize("page_de", ["dossiers:dossier", "dossiers:participants", "dossiers:liste"])
def test_un_titre_interminable_n_elargit_pas_un_telephone(ouvrir, decor, page_de):
    Dossier.objects.update(titre="Interminablement" * 9)
    page = ouvrir(url_de(page_de, decor), largeur=320, compte=decor.administratrice)
    assert not deborde(page)
