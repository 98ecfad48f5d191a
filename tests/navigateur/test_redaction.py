"""Composing an issue in a real browser: keyboard, mouse, no script, saving by itself, the network away."""

import pytest
from django.urls import reverse

from tests.outils.chromium import deborde, defauts_axe
from tests.outils.veille import ARTICLE, creer_notice, creer_numero, nommer_documentaliste
from veille.models import Numero

pytestmark = [pytest.mark.navigateur, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def numero(site, administratrice) -> Numero:
    """« Les lieux » holds three notices."""
    nommer_documentaliste(administratrice)
    numero = creer_numero()
    rubrique = numero.rubriques.get()
    for rang, titre in enumerate(("Le port", "Le phare"), 2):
        notice = creer_notice(ARTICLE, titre=titre)
        numero.parutions.create(notice=notice, rubrique=rubrique, rang=rang)
    return numero


def adresse(nom: str, numero: Numero, *args: object) -> str:
    return reverse(f"veille:{nom}", args=[numero.uuid, *args])


def titres(page) -> list[str]:
    return page.locator("[data-nature=notice] .rangee-titre").all_inner_texts()


UNE, MAREES = "Faire ensemble au bord de l’eau", "Les marées de l’innovation"


def test_a_notice_is_moved_by_the_keyboard_keeps_the_focus_and_the_move_is_told(
    ouvrir, numero, administratrice
):
    page = ouvrir(adresse("composer", numero), compte=administratrice)
    page.get_by_role("button", name="Descendre Le port").focus()
    page.keyboard.press("Enter")
    page.get_by_role("status").get_by_text("est au rang 3").wait_for()
    assert titres(page) == [UNE, MAREES, "Le phare", "Le port"]
    page.get_by_role("button", name="Monter Le port").focus()
    for rang in ("2", "1"):
        page.keyboard.press("Enter")
        page.get_by_role("status").get_by_text(f"est au rang {rang}").wait_for()
    assert titres(page) == [UNE, "Le port", MAREES, "Le phare"]
    assert page.evaluate("document.activeElement.textContent").split() == ["Monter", "Le", "port"]


def test_a_key_pressed_as_the_list_comes_back_loads_no_page(ouvrir, numero, administratrice):
    page = ouvrir(adresse("composer", numero), compte=administratrice)
    page.evaluate(
        """() => {
          window.memePage = true;
          const descendre = () => [...document.querySelectorAll("button")].find(
            (bouton) => bouton.textContent.replace(/\\s+/g, " ").includes("Descendre Le port")
          );
          new MutationObserver((_, observateur) => {
            observateur.disconnect();
            descendre().click();
          }).observe(document.getElementById("atelier").parentNode, { childList: true });
        }"""
    )
    page.get_by_role("button", name="Monter Le port").click()
    page.get_by_role("status").get_by_text("« Le port » est au rang 2").wait_for()
    assert titres(page) == [UNE, MAREES, "Le port", "Le phare"]
    assert page.evaluate("window.memePage") is True


def test_a_notice_is_dragged_onto_the_front_page(ouvrir, numero, administratrice):
    page = ouvrir(adresse("composer", numero), compte=administratrice)
    poignees = page.locator("[data-nature=notice] [data-poignee]")
    poignees.nth(3).drag_to(poignees.nth(0), target_position={"x": 20, "y": 2})
    page.get_by_role("status").get_by_text("« Le phare » est au rang 1.").wait_for()
    assert titres(page) == ["Le phare", UNE, MAREES, "Le port"]


def test_an_issue_is_composed_without_script(ouvrir, numero, administratrice):
    page = ouvrir(adresse("composer", numero), compte=administratrice, js=False)
    page.get_by_role("link", name="Ajouter une rubrique").click()
    page.locator("#id_titre").fill("Les gens")
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_role("link", name="Écrire une notice pour Les gens").click()
    page.locator("#id_titre").fill("Portrait d’une gardienne")
    page.get_by_role("button", name="Ajouter la notice").click()
    assert titres(page)[-1] == "Portrait d’une gardienne"
    page.get_by_role("button", name="Retirer Les gens").click()
    assert "Portrait d’une gardienne" not in titres(page)
    page.get_by_role("button", name="Remettre Les gens").click()
    assert titres(page)[-1] == "Portrait d’une gardienne"


def test_a_text_is_saved_as_it_is_typed_and_a_second_writer_meets_both_texts(ouvrir, numero, administratrice):
    premiere = ouvrir(adresse("entete_numero", numero), compte=administratrice)
    seconde = ouvrir(adresse("entete_numero", numero), compte=administratrice)
    premiere.get_by_label("éditorial", exact=False).press_sequentially("Premier. ")
    premiere.get_by_text("Enregistré à").wait_for()
    premiere.get_by_label("éditorial", exact=False).press_sequentially("Suite. ")
    with premiere.expect_response(lambda reponse: reponse.request.method == "POST"):
        pass
    assert "Premier. Suite." in Numero.objects.get(pk=numero.pk).editorial
    seconde.get_by_label("éditorial", exact=False).fill("Second.")
    seconde.get_by_role("heading", name="Quelqu’un a écrit en même temps que vous").wait_for()
    assert "Premier. Suite." in seconde.locator("main").inner_text()
    assert "Second." in seconde.locator("main").inner_text()


def test_a_text_typed_while_the_network_is_away_waits_in_the_browser(ouvrir, numero, administratrice):
    page = ouvrir(adresse("entete_numero", numero), compte=administratrice)
    page.context.set_offline(True)
    page.get_by_label("éditorial", exact=False).fill("Écrit dans le train.")
    page.get_by_text("votre texte est gardé dans ce navigateur").wait_for()
    page.context.set_offline(False)
    page.get_by_text("Enregistré à").wait_for()
    assert Numero.objects.get(pk=numero.pk).editorial == "Écrit dans le train."


@pytest.mark.parametrize("nom", ["composer", "verification", "parution", "histoire_numero"])
def test_the_desk_is_accessible_by_day_and_by_night(ouvrir, numero, administratrice, nom):
    for largeur, sombre in ((320, True), (1440, False)):
        page = ouvrir(adresse(nom, numero), largeur=largeur, sombre=sombre, compte=administratrice)
        assert defauts_axe(page) == []
        assert not deborde(page)
