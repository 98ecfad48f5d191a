"""A whole ceremony by two people in a real browser: the list, the promise, the dice, the stand-in."""

import re

import pytest
from playwright.sync_api import expect

from communs.tirages.models import Tirage
from tests.outils.chromium import deborde, defauts_axe
from tests.outils.dossiers import faire_venir, ouvrir_un_dossier
from tests.outils.tirages import DES

pytestmark = [pytest.mark.navigateur, pytest.mark.django_db(transaction=True)]

LISTE = """Nom;Service;Fonction
Anne Le Du;Voirie;
Brieuc Riou;Voirie;
Clet Guillou;Voirie;
Denise Morvan;Voirie;élue
"""


def test_deux_personnes_tirent_au_sort_et_chacun_peut_verifier(ouvrir, administratrice, membre, collectivite):
    dossier = ouvrir_un_dossier(administratrice, collectivite)
    faire_venir(administratrice, dossier, membre.email)

    alice = ouvrir(dossier.get_absolute_url(), compte=administratrice, js=False)
    alice.get_by_role("link", name="Avec le groupe").press("Enter")
    alice.get_by_role("link", name="Préparer un tirage").press("Enter")
    alice.get_by_label("Titre").fill("Les agents du conclave")
    alice.get_by_role("button", name="Enregistrer et continuer").press("Enter")
    alice.get_by_label("Liste collée").fill(LISTE)
    alice.get_by_role("button", name="Ajouter cette liste").press("Enter")
    expect(alice.locator("body")).to_contain_text("4 personnes ajoutées")
    alice.get_by_role("link", name="Relire et engager").press("Enter")
    alice.get_by_role("button", name="Engager ce tirage").press("Enter")
    expect(alice.locator("body")).to_contain_text("Le tirage est engagé")

    tirage = Tirage.objects.select_related("dossier__collectivite").get()
    public = ouvrir(tirage.adresse_publique, largeur=320, sombre=True)
    expect(public.locator("body")).to_contain_text(tirage.empreinte)
    expect(public.locator("body")).not_to_contain_text("Anne")
    assert defauts_axe(public) == []
    assert not deborde(public)

    alice.get_by_role("link", name="Tenir la cérémonie").press("Enter")
    alice.get_by_label("Les 30 dés, dans l’ordre").fill(DES)
    alice.get_by_role("button", name="Enregistrer mon relevé").press("Enter")
    bachir = ouvrir(tirage.adresse("ceremonie"), compte=membre, largeur=320, sombre=True)
    bachir.get_by_label("Les 30 dés, dans l’ordre").fill(f"1{DES[1:]}")
    bachir.get_by_role("button", name="Enregistrer mon relevé").click()
    expect(bachir.locator(".alerte-attention")).to_contain_text("ne concordent pas")
    assert defauts_axe(bachir) == []
    bachir.get_by_label("Les 30 dés, dans l’ordre").fill(" ".join(DES))
    bachir.get_by_role("button", name="Corriger mon relevé").click()
    expect(bachir.get_by_role("status").first).to_contain_text("le tirage est fait")
    assert defauts_axe(bachir) == []
    assert not deborde(bachir)

    page = ouvrir(tirage.get_absolute_url(), compte=administratrice, largeur=768)
    tire = page.locator(".sortis:not(.sortis-reserve) .sorti-nom").inner_text()
    suppleante = page.locator(".sortis-reserve .sorti-nom").inner_text()
    assert {tire, suppleante} < {"Anne Le Du", "Brieuc Riou", "Clet Guillou"}
    page.locator("summary", has_text=re.compile(f"de {tire}")).click()
    page.get_by_label(f"Réponse de {tire}").select_option("empechee")
    assert defauts_axe(page) == []
    page.get_by_role("button", name="Inscrire au registre").first.click()
    expect(page.get_by_role("status").first).to_contain_text(f"{suppleante} prend sa place")
    expect(page.locator(".sortis .sorti-nom")).to_have_text(suppleante)

    public.reload()
    expect(public.locator("body")).to_contain_text(DES)
    expect(public.locator("body")).not_to_contain_text(suppleante)
    assert defauts_axe(public) == []
    assert not deborde(public)
