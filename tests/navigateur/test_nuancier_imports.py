"""A report is read without a mouse: a count opens its remarks, and the drafts follow one another."""

from pathlib import Path

import pytest

from tests.nuancier.vie.conftest import editrice  # noqa: F401
from tests.outils.chromium import deborde, defauts_axe

pytestmark = [pytest.mark.navigateur, pytest.mark.django_db(transaction=True)]
SOURCE = Path(__file__).parents[1] / "nuancier/imports/phare.md"


@pytest.mark.parametrize("largeur", [320, 1440])
def test_from_the_file_to_a_draft_with_the_keyboard(ouvrir, editrice, largeur):  # noqa: F811
    page = ouvrir("/nuancier/atelier/importer/", compte=editrice, largeur=largeur)
    page.set_input_files("input[type=file]", SOURCE)
    page.get_by_role("button", name="Voir ce qui est compris").press("Enter")
    page.get_by_role("link", name="doutes").press("Enter")
    assert page.get_by_text("la liste s’interrompt au milieu d’un mot").is_visible()
    assert defauts_axe(page) == []
    assert not deborde(page)
    page.get_by_role("button", name="Créer 3 brouillons").press("Enter")
    page.get_by_role("link", name="Relire le brouillon 4.1").press("Enter")
    page.get_by_role("heading", name="Côte à côte").wait_for()
    assert page.get_by_text("la liste s’interrompt au milieu d’un mot").is_visible()
    assert defauts_axe(page) == []
    assert not deborde(page)
