"""From the result page to the file, in a browser, with a real worker; with and without script."""

import io
from urllib.parse import urlsplit

import pikepdf
import pytest

from communs.livrets import services
from communs.livrets.enums import Etat
from communs.livrets.models import Tirage
from tests.livrets.conftest import medias  # noqa: F401  (fixture)
from tests.outils.chromium import deborde, defauts_axe
from tests.outils.tuyau import attendre

pytestmark = [
    pytest.mark.navigateur,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("medias"),
]


@pytest.mark.lent
def test_the_page_follows_the_worker_and_offers_the_file_without_a_reload_by_hand(ouvrir, remettre, tuyau):
    tentative = remettre("uuuhhh")
    page = ouvrir(tentative.get_absolute_url())
    page.get_by_role("button", name="Faire mon carnet (PDF)").click()
    page.get_by_role("progressbar").wait_for()
    page.reload()
    page.get_by_role("progressbar").wait_for()
    assert defauts_axe(page) == []
    tuyau()
    attendre(lambda: Tirage.objects.get().etat == Etat.PRET, "le livret")
    lien = page.get_by_role("link", name="Télécharger le PDF")
    lien.wait_for()
    assert defauts_axe(page) == []
    with page.expect_download() as telechargement:
        lien.click()
    assert telechargement.value.suggested_filename == "carnet-sonar-usages-et-hybridation.pdf"
    with pikepdf.open(io.BytesIO(telechargement.value.path().read_bytes())) as pdf:
        assert len(pdf.pages) == 12


def test_without_script_a_link_refreshes_the_page(ouvrir, remettre):
    page = ouvrir(remettre("uuuuhs").get_absolute_url(), js=False)
    page.get_by_role("button", name="Faire mon carnet (PDF)").click()
    actualiser = page.get_by_role("link", name="Actualiser la page")
    actualiser.wait_for()
    assert services.fabriquer().etat == Etat.PRET
    actualiser.click()
    page.get_by_role("link", name="Télécharger le PDF").wait_for()


def test_a_failure_and_an_expired_file_are_accessible_and_offer_their_gesture(ouvrir, remettre):
    page = ouvrir(remettre("uuuuhs").get_absolute_url(), js=False, largeur=320, sombre=True)
    page.get_by_role("button", name="Faire mon carnet (PDF)").click()
    chemin = urlsplit(page.url).path
    champs = {"prochain_essai_le": None, "essais": 3}
    for etat, bouton in ((Etat.ECHOUE, "Réessayer"), (Etat.EXPIRE, "Refaire le livret")):
        Tirage.objects.update(etat=etat, erreur=services.PLACE, **champs)
        vue = ouvrir(chemin, largeur=320, sombre=True)
        assert vue.get_by_role("button", name=bouton).is_visible()
        assert defauts_axe(vue) == []
        assert not deborde(vue)
