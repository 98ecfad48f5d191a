"""The tracking table in a real browser: at the keyboard, in place, against a colleague, on a phone."""

import pytest
from playwright.sync_api import expect

from eclaireurs.evaluation.suivi.models import Tache
from tests.outils.chromium import deborde, defauts_axe
from tests.outils.evaluations import creer_evaluation, remplir_le_plan

pytestmark = [pytest.mark.navigateur, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def evaluation(administratrice, collectivite):
    evaluation = creer_evaluation(administratrice, collectivite)
    remplir_le_plan(evaluation, preconisations=2, actions=1, taches=2)
    evaluation.arreter()
    return evaluation


@pytest.fixture
def tableau(evaluation, ouvrir):
    """`tableau(role, …)`: the table, opened by this person."""

    def _ouvrir(role="applicateur", **options):
        url = evaluation.dossier.adresse("evaluation:suivi")
        return ouvrir(url, compte=evaluation.gens[role].compte, **options)

    return _ouvrir


def test_a_line_is_found_edited_saved_and_undone_at_the_keyboard(tableau):
    page = tableau()
    tache = Tache.objects.order_by("pk")[0]
    page.locator("[data-ligne]").first.focus()
    page.keyboard.press("j")
    ligne = page.locator(f"#ligne-{tache.uuid}")
    expect(ligne).to_be_focused()
    page.keyboard.press("e")
    note = page.get_by_label("Note")
    expect(page.locator("[data-edition] input[name=titre]")).to_be_focused()
    note.fill("Attend le conseil de mars")
    page.keyboard.press("Control+Enter")
    expect(ligne).to_contain_text("Attend le conseil de mars")
    expect(ligne).to_be_focused()
    expect(page.locator("#annonce")).to_contain_text("enregistré")
    page.get_by_role("button", name="Annuler").click()
    expect(page.locator("#messages")).to_contain_text("C’est annulé")
    tache.refresh_from_db()
    assert tache.note == ""


def test_giving_up_puts_the_line_and_the_focus_back(tableau):
    page = tableau()
    ligne = page.locator("[data-ligne]").nth(1)
    identifiant = ligne.get_attribute("id")
    ligne.get_by_role("link", name="Modifier").click()
    page.locator("[data-edition] input[name=titre]").press("Escape")
    expect(page.locator(f"#{identifiant}")).to_be_focused()


def test_a_refused_line_stays_open_with_what_was_typed_and_says_why(tableau):
    page = tableau()
    page.locator("[data-ligne]").nth(1).get_by_role("link", name="Modifier").click()
    page.locator("[data-edition] input[name=titre]").fill("Autrement")
    page.keyboard.press("Enter")
    expect(page.locator("[data-edition]")).to_contain_text("dites pourquoi vous le changez")
    expect(page.locator("[data-edition] input[name=titre]")).to_have_value("Autrement")
    expect(page.locator("[data-edition] [name=motif]")).to_be_focused()
    page.locator("[data-edition] [name=motif]").fill("Le marché a changé")
    page.keyboard.press("Enter")
    expect(page.locator("[data-ligne]").nth(1)).to_contain_text("Autrement")


def test_two_colleagues_on_one_line_the_second_chooses(tableau):
    un, deux = tableau(), tableau("evaluateur")
    for page in (un, deux):
        page.locator("[data-ligne]").nth(1).get_by_role("link", name="Modifier").click()
        page.locator("[data-edition] [name=note]").wait_for()
    un.locator("[data-edition] [name=note]").fill("Le mot de l’un")
    un.keyboard.press("Enter")
    expect(un.locator("[data-ligne]").nth(1)).to_contain_text("Le mot de l’un")
    deux.locator("[data-edition] [name=note]").fill("Le mot de l’autre")
    deux.keyboard.press("Enter")
    expect(deux.locator("[data-edition]")).to_contain_text("Le mot de l’un")
    bouton = deux.get_by_role("button", name="Enregistrer le mien par-dessus")
    expect(bouton).to_be_focused()
    bouton.click()
    expect(deux.locator("[data-ligne]").nth(1)).to_contain_text("Le mot de l’autre")


def test_a_task_is_added_at_the_end_of_its_action(tableau):
    page = tableau()
    page.get_by_role("link", name="+ Tâche").first.click()
    page.locator("[data-ajout] [name=titre]").fill("Prévenir les équipes")
    page.locator("[data-ajout] [name=motif]").fill("Oubli du comité")
    page.keyboard.press("Enter")
    groupe = page.locator("tbody[id^=action-]").first
    expect(groupe.locator("[data-ligne]").last).to_contain_text("Prévenir les équipes")
    expect(groupe.locator("[data-ligne]").last).to_be_focused()


def test_lines_are_ticked_and_changed_together_without_javascript(tableau):
    page = tableau(js=False, largeur=320)
    for tache in Tache.objects.order_by("pk")[:2]:
        page.get_by_role("checkbox", name=f"Choisir {tache.code}", exact=True).check()
    page.get_by_role("button", name="Modifier les lignes cochées").click()
    page.get_by_role("textbox", name="Fin prévue").fill("2027-03-01")
    page.get_by_label("Motif").fill("Après le vote du budget")
    page.get_by_role("button", name="Modifier 2 lignes").click()
    expect(page.get_by_text("01/03/27")).to_have_count(2)
    assert not deborde(page)


def test_all_the_lines_are_changed_at_once_by_day_on_a_phone_and_undone(evaluation, tableau):
    action = Tache.objects.first().action
    Tache.objects.bulk_create(Tache(action=action, numero=n, titre=f"Étape {n}") for n in range(3, 60))
    page = tableau(largeur=320, sombre=True)
    page.get_by_role("button", name="Modifier les 63 lignes du tableau").click()
    expect(page.get_by_role("heading", name="Modifier 63 lignes")).to_be_visible()
    assert defauts_axe(page) == []
    assert not deborde(page)
    page.get_by_label("le responsable").check()
    page.get_by_label("Motif").fill("Tout est à réattribuer")
    page.get_by_role("button", name="Modifier 63 lignes").click()
    expect(page.locator("#annonce")).to_contain_text("changement de 63 lignes")
    assert not Tache.objects.exclude(responsable=None).exists()
    page.get_by_role("button", name="Annuler").click()
    expect(page.locator("#messages")).to_contain_text("C’est annulé")
    assert Tache.objects.filter(responsable=evaluation.gens["agent"]).count() == 4
