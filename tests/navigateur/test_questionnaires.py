"""A form answered from a phone whose connection comes and goes; sheets of paper typed at a keyboard."""

import pytest
from playwright.sync_api import Route, expect

from communs.questionnaires.models import Question, Repondant, Reponse
from tests.outils.chromium import deborde, defauts_axe
from tests.outils.dossiers import ouvrir_un_dossier
from tests.outils.seances import ajouter, avancer, preparer_un_questionnaire

pytestmark = [pytest.mark.navigateur, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def questionnaire(site, membre, collectivite):
    dossier = ouvrir_un_dossier(membre, collectivite)
    questionnaire = preparer_un_questionnaire(membre, dossier)
    ajouter(membre, questionnaire, obligatoire=True)
    ajouter(membre, questionnaire, "multiple", texte="Et en vacances ?")
    ajouter(membre, questionnaire, "texte", texte="Un mot")
    return avancer(membre, questionnaire, "ouvrir")


def saine(page):
    assert defauts_axe(page) == []
    assert not deborde(page)


def dites() -> list[tuple[list[int], str]]:
    return [(r.choix, r.texte) for r in Reponse.objects.order_by("question__rang")]


def test_what_is_being_answered_survives_a_closed_page_and_a_cut_connection(ouvrir, questionnaire):
    page = ouvrir(questionnaire.adresse_publique, largeur=320)
    adresse = page.url
    page.get_by_label("Votre nom").fill("Nolwenn Riou")
    page.get_by_label("Le vélo").first.check()
    page.get_by_label("À pied").last.check()
    page.get_by_label("Un mot").fill("Par la digue.")

    page.goto("about:blank")
    page.goto(adresse)
    expect(page.get_by_text("Ce que vous aviez écrit est revenu")).to_be_visible()
    expect(page.get_by_label("Votre nom")).to_have_value("Nolwenn Riou")
    expect(page.get_by_label("Le vélo").first).to_be_checked()
    expect(page.get_by_label("À pied").last).to_be_checked()
    expect(page.get_by_label("Un mot")).to_have_value("Par la digue.")
    saine(page)

    # It arrives, the answer is lost, and it leaves again by itself: it counts once.
    def recu_mais_perdu(route: Route) -> None:
        route.fetch(max_redirects=0)
        route.abort("connectionreset")

    page.route(adresse, recu_mais_perdu)
    page.get_by_role("button", name="Envoyer mes réponses").click()
    expect(page.get_by_text("Pas de connexion.")).to_be_visible()
    saine(page)
    page.unroute(adresse)
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.get_by_text("Merci, c’est reçu")).to_be_visible()
    assert (Repondant.objects.count(), dites()) == (1, [([1], ""), ([2], ""), ([], "Par la digue.")])
    assert page.evaluate("localStorage.length") == 0


def test_choices_of_another_opening_are_not_brought_back(ouvrir, membre, questionnaire):
    page = ouvrir(questionnaire.adresse_publique)
    adresse = page.url
    page.get_by_label("Le vélo").first.check()
    page.get_by_label("Un mot").fill("Par la digue.")
    repris = avancer(membre, questionnaire, "reprendre")
    Question.objects.filter(questionnaire=repris, genre="choix").update(options=["Le train", "Le bac"])
    avancer(membre, repris, "ouvrir")
    page.goto(adresse)
    expect(page.get_by_label("Un mot")).to_have_value("Par la digue.")
    expect(page.get_by_label("Le bac")).not_to_be_checked()


def test_what_somebody_else_had_begun_is_put_away(ouvrir, questionnaire):
    page = ouvrir(questionnaire.adresse_publique)
    adresse = page.url
    page.get_by_label("Un mot").fill("Par la digue.")
    page.goto(adresse)
    page.get_by_role("button", name="Repartir d’une feuille blanche").click()
    expect(page.get_by_text("Ce que vous aviez écrit est revenu")).to_be_hidden()
    expect(page.get_by_label("Un mot")).to_have_value("")
    assert page.evaluate("localStorage.length") == 0


@pytest.mark.parametrize(("largeur", "sombre"), [(320, True), (1440, False)])
def test_sheets_are_typed_by_figures_and_keys_alone(ouvrir, membre, questionnaire, largeur, sombre):
    adresse = questionnaire.dossier.adresse("questionnaires:papier", questionnaire.uuid)
    page = ouvrir(adresse, compte=membre, largeur=largeur, sombre=sombre)
    saine(page)
    page.get_by_label("Nom écrit sur la feuille").press("Tab")
    page.keyboard.press("2")
    page.keyboard.press("1")
    page.keyboard.press("3")
    page.get_by_label("Un mot").fill("Par la digue.")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("La feuille est enregistrée")).to_be_visible()
    expect(page.get_by_label("Nom écrit sur la feuille")).to_be_focused()
    expect(page.get_by_label("Un mot")).to_have_value("")
    saine(page)
    assert dites() == [([1], ""), ([0, 2], ""), ([], "Par la digue.")]
