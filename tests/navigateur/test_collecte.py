"""A clue deposited from a phone in the field: the connection goes, comes back, and nothing is lost."""

# ruff: noqa: F811  (fixtures named as they are asked for)
import re

import pytest
from playwright.sync_api import Page, Route, expect

from communs.fichiers import preparation
from communs.materiaux.models import Materiau
from tests.eclaireurs.evaluation.collecte.conftest import affaire, indice  # noqa: F401  (fixtures)
from tests.eclaireurs.evaluation.conftest import medias  # noqa: F401
from tests.fichiers import fabrique
from tests.outils.chromium import deborde, defauts_axe

pytestmark = [
    pytest.mark.navigateur,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("medias"),
]

MORCEAUX = re.compile(r"/fichiers/televersements/[0-9a-f-]{36}/$")
TELEPHONE = 390


def couper(route: Route) -> None:
    route.abort("connectionreset")


def photos(page: Page, nombre: int) -> None:
    page.get_by_label("Choisir dans l’appareil").set_input_files(
        [{"name": f"rue-{n}.jpg", "mimeType": "image/jpeg", "buffer": fabrique.jpeg()} for n in range(nombre)]
    )


def test_two_photos_and_a_sentence_survive_a_cut_connection_and_a_closed_page(
    ouvrir,
    affaire,
    administratrice,
):
    depot = affaire.adresse("evaluation:deposer")
    page = ouvrir(depot, largeur=TELEPHONE, compte=administratrice)
    assert defauts_axe(page) == []
    page.get_by_role("link", name="Photo").click()
    appareil = page.get_by_label("Prendre une photo")
    assert appareil.get_attribute("capture") == "environment"
    page.get_by_label("La phrase entendue").fill("On vient pour la dame.")
    page.get_by_label("Accord donné").check()
    adresse = page.url

    # The page is closed in the bus: the words are still there, the consent too.
    page.goto("about:blank")
    page.goto(adresse)
    expect(page.get_by_text("Votre brouillon est revenu")).to_be_visible()
    expect(page.get_by_label("La phrase entendue")).to_have_value("On vient pour la dame.")
    expect(page.get_by_label("Accord donné")).to_be_checked()

    # The network goes while the photos leave: they start again by themselves.
    page.route(MORCEAUX, couper)
    photos(page, 2)
    expect(page.get_by_text("Connexion coupée").first).to_be_visible()
    page.get_by_role("button", name="Déposer").click()
    expect(page.get_by_text("pas encore entièrement arrivé").first).to_be_visible()
    assert not Materiau.objects.exists()
    page.unroute(MORCEAUX)
    arrivees = page.locator("[data-etat]").filter(has_text=re.compile("est arrivé|est prêt"))
    expect(arrivees).to_have_count(2, timeout=30_000)
    assert defauts_axe(page) == []
    assert not deborde(page)

    # The post itself is lost on its way back: sent again, it is deposited once.
    def recu_mais_perdu(route: Route) -> None:
        route.fetch(max_redirects=0)
        route.abort("connectionreset")

    page.route(adresse, recu_mais_perdu)
    page.get_by_role("button", name="Déposer").click()
    expect(page.get_by_text("Pas de connexion.")).to_be_visible()
    page.unroute(adresse)
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.get_by_text("n’a pas été déposé deux fois")).to_be_visible()
    assert (
        list(Materiau.objects.order_by("pk").values_list("texte", "consentement"))
        == [("On vient pour la dame.", "donne")] * 2
    )
    assert page.evaluate("localStorage.length") == 0


def test_a_photo_given_up_leaves_the_form(ouvrir, affaire, administratrice):
    page = ouvrir(
        affaire.adresse("evaluation:deposer_indice", "photo"),
        largeur=320,
        sombre=True,
        compte=administratrice,
    )
    page.route(MORCEAUX, couper)
    photos(page, 1)
    expect(page.get_by_text("rue-0.jpg").first).to_be_visible()
    expect(page.get_by_text("Connexion coupée").first).to_be_visible()
    assert defauts_axe(page) == []
    assert not deborde(page)
    page.get_by_role("button", name="Retirer rue-0.jpg").click()
    expect(page.locator("[data-liste] li")).to_have_count(0)


def test_without_script_a_photo_goes_with_the_form(ouvrir, affaire, administratrice):
    page = ouvrir(
        affaire.adresse("evaluation:deposer_indice", "photo"), largeur=320, js=False, compte=administratrice
    )
    photos(page, 2)
    page.get_by_role("button", name="Déposer").click()
    expect(page.get_by_text("2 indices sont déposés.")).to_be_visible()
    for materiau in Materiau.objects.order_by("pk"):
        preparation.traiter(materiau.fichier_id)
        assert materiau.consentement == "a_demander"


def test_clues_are_filed_at_the_keyboard(ouvrir, affaire, administratrice, indice):
    from communs.collectivites.identite import Identite
    from eclaireurs.evaluation.collecte import services

    for titre in ("Venir", "Attendre"):
        services.ajouter_theme(identite=Identite(administratrice), collecte=affaire.collecte, titre=titre)
    un, deux = indice("Le premier"), indice("Le second")
    page = ouvrir(affaire.adresse("evaluation:trier"), compte=administratrice)
    expect(page.get_by_role("heading", name="Le premier")).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("heading", name="Le second")).to_be_visible()
    page.keyboard.press("2")
    expect(page.get_by_role("heading", name="Le premier")).to_be_visible()
    page.keyboard.press("1")
    expect(page.get_by_text("Tout est rangé")).to_be_visible()
    assert [c.theme.titre for m in (un, deux) for c in m.classements.all()] == ["Venir", "Attendre"]
