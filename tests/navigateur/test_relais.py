"""A relay's kit and her desk, at every width; sheets typed in a row, the connection lost between two."""

import pytest
from playwright.sync_api import Route, expect

from communs.etats.tables import franchir
from eclaireurs.evaluation.enquete import forms_publics, sondage
from eclaireurs.evaluation.enquete.contributions import Contribution
from eclaireurs.evaluation.enquete.models import Enquete
from eclaireurs.evaluation.enquete.transitions import ENQUETE
from tests.outils.chromium import deborde, defauts_axe
from tests.outils.evaluations import creer_evaluation, ouvrir_un_relais
from tests.outils.seances import ajouter, avancer

pytestmark = [pytest.mark.navigateur, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def evaluation(site, administratrice, collectivite):
    evaluation = creer_evaluation(administratrice, collectivite)
    identite = evaluation.identite("evaluateur")
    Enquete.objects.filter(dossier=evaluation.dossier).update(
        titre="La navette vous dépose-t-elle ?", introduction="Dites-nous tout."
    )
    franchir(ENQUETE, identite=identite, objet=evaluation.enquete, nom="publier")
    questionnaire = sondage.preparer(identite=identite, enquete=evaluation.enquete)
    ajouter(administratrice, questionnaire)
    ajouter(administratrice, questionnaire, "multiple", texte="Pour aller où ?")
    avancer(administratrice, questionnaire, "ouvrir")
    return evaluation


def saine(page):
    assert page.locator("h1").count() == 1
    assert defauts_axe(page) == []
    assert not deborde(page)


@pytest.mark.parametrize(("largeur", "sombre"), [(320, True), (768, False), (1440, False)])
def test_every_screen_of_relays_can_be_read(ouvrir, administratrice, evaluation, largeur, sombre):
    phare = ouvrir_un_relais(evaluation)
    ouvrir_un_relais(evaluation, "Interminablement " * 7, "Au bout du quai, " * 8)
    dossier = evaluation.dossier
    for nom in ("relais", "sondage"):
        saine(
            ouvrir(
                dossier.adresse(f"evaluation:{nom}"), largeur=largeur, sombre=sombre, compte=administratrice
            )
        )
    for adresse in (phare.adresse_du_kit, f"{phare.adresse_du_kit}saisir/"):
        saine(ouvrir(adresse, largeur=largeur, sombre=sombre))


def test_sheets_are_typed_in_a_row_and_a_lost_connection_loses_none(ouvrir, evaluation):
    phare = ouvrir_un_relais(evaluation)
    page = ouvrir(f"{phare.adresse_du_kit}saisir/")
    adresse = page.url
    page.get_by_label("2. Le vélo").first.focus()
    page.keyboard.press("2")
    page.keyboard.press("3")
    page.get_by_label("Ce que la personne a écrit").fill("Le bus ne passe plus.")
    page.get_by_label("1. Oui, cochée").check()

    def recu_mais_perdu(route: Route) -> None:
        route.fetch(max_redirects=0)
        route.abort("connectionreset")

    page.route(adresse, recu_mais_perdu)
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Pas de connexion.")).to_be_visible()
    page.unroute(adresse)
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.get_by_text("La feuille est enregistrée").first).to_be_visible()
    expect(page.get_by_text("Saisies ici")).to_contain_text("1 contribution et 1 réponse au sondage")
    expect(page.get_by_label("Ce que la personne a écrit")).to_have_value("")
    assert Contribution.objects.get().accord == "publier"


def test_a_contribution_survives_a_closed_page_and_a_cut_connection(ouvrir, evaluation, monkeypatch):
    monkeypatch.setattr(forms_publics, "AGE_MIN", 0)  # a machine reads and answers faster than a person
    phare = ouvrir_un_relais(evaluation)
    page = ouvrir(f"{phare.adresse_publique}contribuer/", largeur=320)
    adresse = page.url
    page.get_by_label("Votre contribution").fill("Le bus ne passe plus devant l’école.")
    page.get_by_label("Adresse électronique").fill("lea@ailleurs.example")
    page.goto("about:blank")
    page.goto(adresse)
    expect(page.get_by_text("Ce que vous aviez écrit est revenu")).to_be_visible()
    expect(page.get_by_label("Votre contribution")).to_have_value("Le bus ne passe plus devant l’école.")
    expect(page.get_by_label("Adresse électronique")).to_have_value("")  # not left behind in a device
    saine(page)
    page.get_by_label("Ce que j’envoie vient de moi").check()

    def recu_mais_perdu(route: Route) -> None:
        route.fetch(max_redirects=0)
        route.abort("connectionreset")

    page.route(adresse, recu_mais_perdu)
    page.get_by_role("button", name="Envoyer").click()
    expect(page.get_by_text("Pas de connexion.")).to_be_visible()
    page.unroute(adresse)
    page.evaluate("dispatchEvent(new Event('online'))")
    page.wait_for_url("**/enquete/suivi/**")
    assert Contribution.objects.get().relais == phare
    assert page.evaluate("localStorage.length") == 0
