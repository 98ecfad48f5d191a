"""Taking one's data away, in a browser: by hand, by the keyboard's owner alone, and the page on the disk."""

from pathlib import Path
from zipfile import ZipFile

import pytest
from django.urls import reverse
from playwright.sync_api import Browser

from communs.livrets import services as livrets
from communs.portabilite.archive import assembler
from tests.conftest import MOT_DE_PASSE
from tests.livrets.conftest import medias
from tests.outils.chromium import deborde, defauts_axe

__all__ = ["medias"]
pytestmark = [pytest.mark.navigateur, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("js", [True, False], ids=["avec script", "sans script"])
def test_from_the_profile_to_the_file(ouvrir, medias, membre, js):
    page = ouvrir(reverse("compte_profil"), largeur=320, compte=membre, js=js)
    page.get_by_role("link", name="Emporter mes données").click()
    page.get_by_role("button", name="Préparer mon archive").click()
    page.get_by_label("Mot de passe").fill(MOT_DE_PASSE)
    page.get_by_role("button", name="Continuer").click()
    page.get_by_role("heading", name="Vos données").wait_for()
    livrets.fabriquer()
    page.reload()
    with page.expect_download() as reception:
        page.get_by_role("link", name="Télécharger l’archive").click()
    with ZipFile(reception.value.path()) as archive:
        assert membre.email in archive.read("compte.json").decode()


def test_the_page_that_explains_is_accessible_from_a_disk(navigateur: Browser, membre, tmp_path: Path):
    flux, _ = assembler(membre, lambda pourcent: None)
    with flux, ZipFile(flux) as archive:
        archive.extractall(tmp_path)
    for largeur, theme in ((320, "dark"), (1440, "light")):
        contexte = navigateur.new_context(
            viewport={"width": largeur, "height": 900}, color_scheme=theme, offline=True
        )
        page = contexte.new_page()
        page.goto((tmp_path / "LISEZMOI.html").as_uri())
        assert page.locator("h1").count() == 1
        assert defauts_axe(page) == []
        assert not deborde(page)
        contexte.close()
