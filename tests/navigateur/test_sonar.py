"""The style test as people take it: phone, keyboard, without JavaScript, with everything."""

import re

import pytest
from playwright.sync_api import Page, expect

from sonar.models import Tentative
from tests.outils.chromium import deborde, defauts_axe

pytestmark = [pytest.mark.navigateur, pytest.mark.django_db(transaction=True)]


def test_without_javascript_on_a_phone_the_whole_sheet_is_one_page(ouvrir):
    page = ouvrir("/", largeur=320, js=False)
    page.get_by_role("link", name=re.compile("Commencer le test")).first.click()
    questions = page.get_by_role("radiogroup")
    expect(questions).to_have_count(6)
    for n in range(5):
        questions.nth(n).get_by_role("radio").nth(n % 4).check()
    page.get_by_role("button", name="Remettre ma feuille et voir mon style").click()
    expect(page.get_by_text("Il manque 1 réponse")).to_be_visible()
    expect(page.locator("input:checked")).to_have_count(5)
    expect(questions.nth(5).get_by_role("radio").first).to_be_focused()
    questions.nth(5).get_by_role("radio").nth(2).check()
    page.get_by_role("button", name="Remettre ma feuille et voir mon style").click()
    page.wait_for_url(re.compile("/sonar/resultats/"))
    assert Tentative.objects.count() == 1
    assert page.context.cookies() == []
    assert not deborde(page)


def repondre_au_clavier(page: Page, rang: int) -> None:
    """Reach the options from the question's title, choose one with the arrows."""
    expect(page.get_by_role("status").filter(has_text="Question")).to_have_text(f"Question {rang} sur 6")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")


def test_by_keyboard_alone_one_question_at_a_time(ouvrir):
    page = ouvrir("/sonar/test/")
    page.locator("legend:visible").focus()
    for rang in range(1, 7):
        repondre_au_clavier(page, rang)
        assert page.evaluate("document.activeElement.matches('input:checked')")
        if rang < 6:
            page.get_by_role("button", name="Question suivante").focus()
            page.keyboard.press("Enter")
            assert page.evaluate("document.activeElement.matches('legend')")
    page.get_by_role("button", name="Remettre ma feuille et voir mon style").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/sonar/resultats/"))
    assert Tentative.objects.count() == 1


def test_an_unanswered_question_says_so_and_keeps_the_focus(ouvrir):
    page = ouvrir("/sonar/test/")
    page.get_by_role("button", name="Question suivante").click()
    expect(page.get_by_text("Choisissez une réponse à cette question.")).to_be_visible()
    assert page.evaluate("document.activeElement.matches('input[type=radio]')")
    assert defauts_axe(page) == []
    page.locator(".bulletin:visible").first.click()
    expect(page.get_by_text("Choisissez une réponse à cette question.")).to_have_count(0)


def test_going_back_and_reloading_lose_nothing(ouvrir):
    page = ouvrir("/sonar/test/")
    for _ in range(3):
        page.locator(".bulletin:visible").nth(1).click()
        page.get_by_role("button", name="Question suivante").click()
    page.go_back()
    expect(page.get_by_text("Question 3 sur 6", exact=True)).to_be_visible()
    page.reload()
    expect(page.get_by_text("Question 3 sur 6", exact=True)).to_be_visible()
    expect(page.locator("input:checked")).to_have_count(3)


def test_answers_survive_a_connection_lost_while_handing_in(ouvrir):
    page = ouvrir("/sonar/test/")
    feuille = page.url
    for rang in range(6):
        page.locator(".bulletin:visible").first.click()
        if rang < 5:
            page.get_by_role("button", name="Question suivante").click()
    page.context.set_offline(True)
    page.get_by_role("button", name="Remettre ma feuille et voir mon style").click(no_wait_after=True)
    page.wait_for_timeout(500)
    page.context.set_offline(False)
    page.goto(feuille)
    expect(page.locator("input:checked")).to_have_count(6)
    for _ in range(5):
        page.get_by_role("button", name="Question suivante").click()
    page.get_by_role("button", name="Remettre ma feuille et voir mon style").click()
    page.wait_for_url(re.compile("/sonar/resultats/"))
    assert page.evaluate("sessionStorage.length") == 0


def test_enter_goes_to_the_next_question_without_blaming_it(ouvrir):
    page = ouvrir("/sonar/test/")
    page.locator("input:visible").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Question 2 sur 6", exact=True)).to_be_visible()
    expect(page.get_by_text("Choisissez une réponse à cette question.")).to_have_count(0)


def test_one_signs_out_from_a_result_page(ouvrir, membre, remettre):
    page = ouvrir(remettre("uuuhsc").get_absolute_url(), compte=membre)
    page.get_by_role("button", name="Se déconnecter").click()
    expect(page.get_by_role("link", name="Se connecter")).to_be_visible()


def test_a_result_can_be_sent_and_deleted(ouvrir):
    page = ouvrir("/sonar/test/", js=False)
    for groupe in page.get_by_role("radiogroup").all():
        groupe.get_by_role("radio").first.check()
    page.get_by_role("button", name="Remettre ma feuille et voir mon style").click()
    page.get_by_label("Votre adresse électronique").fill("agente@mairie.example")
    page.get_by_role("button", name="M’envoyer l’adresse").click()
    expect(page.get_by_text("Le lien part à l’instant.")).to_be_visible()
    page.get_by_text("Effacer ce résultat").click()
    page.get_by_role("button", name="Effacer définitivement").click()
    expect(page.get_by_text("Votre résultat est effacé")).to_be_visible()
    assert Tentative.objects.count() == 0
