"""A visitor without account, in a real browser: from a tool's public page to its trial, and out again."""

import pytest
from playwright.sync_api import expect

from communs.courrier.models import Courriel
from eclaireurs.essais import services
from eclaireurs.essais.models import Essai
from tests.outils.chromium import deborde, defauts_axe

pytestmark = [pytest.mark.navigateur, pytest.mark.django_db(transaction=True)]


def saine(page) -> None:
    assert defauts_axe(page) == []
    assert not deborde(page)


def test_a_visitor_tries_two_tools_as_two_people_and_leaves_nothing(ouvrir, site):
    services.preparer()
    page = ouvrir("/eclaireurs/evaluation/suivi/", largeur=320)
    page.get_by_role("link", name="Essayer sans compte").click()
    saine(page)
    page.get_by_role("button", name="Commencer l’essai").click()
    expect(page.get_by_role("complementary", name="Votre essai")).to_contain_text("Maëlle Tanguy")
    saine(page)

    page.get_by_role("link", name="Changer de rôle").click()
    saine(page)
    page.emulate_media(color_scheme="dark")
    saine(page)
    page.get_by_role("button", name="Jouer Yanis Morvan").click()
    expect(page.get_by_text("Vous êtes maintenant Yanis Morvan")).to_be_visible()
    page.get_by_role("link", name="Le cadrage").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("au cadrage")
    dedans = page.url

    ailleurs = ouvrir("/eclaireurs/evaluation/suivi/essayer/")
    ailleurs.get_by_role("button", name="Commencer l’essai").click()
    expect(ailleurs.get_by_text("Votre dossier se prépare")).to_be_visible()
    saine(ailleurs)

    page.get_by_role("link", name="Changer de rôle").click()
    page.get_by_role("button", name="Finir et tout effacer").click()
    expect(page.get_by_text("Votre essai est fini")).to_be_visible()
    services.purges.purger(Essai.objects.expires(), services.effacement.effacer)
    assert Essai.objects.count() == 0
    assert Courriel.objects.count() == 0
    page.goto(dedans)
    expect(page.get_by_role("heading", name="Se connecter")).to_be_visible()
