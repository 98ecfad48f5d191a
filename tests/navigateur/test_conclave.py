"""The conclave in a real browser: pilots prepare it, a convoked person answers on her phone."""

import pytest
from playwright.sync_api import Page, expect

from communs.collectivites.models import Collectivite, Compte
from eclaireurs.evaluation.conclave.models import Convocation
from tests.outils.chromium import deborde, defauts_axe
from tests.outils.conclaves import Histoire
from tests.outils.evaluations import creer_evaluation, remplir_le_plan

pytestmark = [pytest.mark.navigateur, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def histoire(administratrice: Compte, collectivite: Collectivite) -> Histoire:
    evaluation = creer_evaluation(administratrice, collectivite)
    remplir_le_plan(evaluation, preconisations=2, actions=1, taches=1)
    return Histoire(evaluation)


def bonne(page: Page) -> Page:
    assert defauts_axe(page) == []
    assert not deborde(page)
    return page


def regarder(ouvrir, histoire: Histoire, nom: str) -> Page:
    """The pilot's page, on a phone at night and on a desk; the latter is returned."""
    adresse, compte = histoire.evaluation.dossier.adresse(f"evaluation:{nom}"), histoire.pilote.compte
    bonne(ouvrir(adresse, compte=compte, largeur=320, sombre=True))
    return bonne(ouvrir(adresse, compte=compte, largeur=1440))


def test_every_moment_of_the_conclave_can_be_read_by_its_pilots(ouvrir, histoire):
    histoire.repartir(Voirie=(9, 2), Écoles=(2, 1))
    expect(regarder(ouvrir, histoire, "conclave").locator("body")).to_contain_text("Plus de places que de")
    regarder(ouvrir, histoire, "conclave_places")
    histoire.preparer_le_tirage()
    expect(regarder(ouvrir, histoire, "conclave").locator("body")).to_contain_text("Ce qui empêche encore")
    histoire.franchir("reprendre")
    histoire.convoquer(Voirie=(2, 1), Écoles=(2, 0))
    histoire.refuser(histoire.une("Écoles"), "Je suis en congé ce jour-là.")
    histoire.accepter(histoire.une("Voirie"))
    expect(regarder(ouvrir, histoire, "conclave").locator("body")).to_contain_text("1 place reste sans")
    histoire.ouvrir()
    histoire.franchir("clore")
    expect(regarder(ouvrir, histoire, "conclave").locator("body")).to_contain_text("Les convocations")


def test_without_script_a_convoked_person_says_no_on_her_phone_and_the_next_one_says_yes(ouvrir, histoire):
    histoire.convoquer()
    premiere = histoire.une()
    bonne(ouvrir(premiere.adresse_secrete, largeur=320, sombre=True))
    page = ouvrir(premiere.adresse_secrete, largeur=320, js=False)
    assert not deborde(page)
    page.locator("summary", has_text="Je ne peux pas venir").press("Enter")
    page.get_by_label("Pourquoi, si vous voulez le dire").fill("Je suis en congé ce jour-là.")
    page.get_by_role("button", name="Confirmer que je ne viens pas").press("Enter")
    expect(page.locator("body")).to_contain_text("Votre place est allée à la suppléance")
    bonne(ouvrir(premiere.adresse_secrete, largeur=320, sombre=True))
    seconde = Convocation.objects.get(origine="remplacement")
    autre = bonne(ouvrir(seconde.adresse_secrete, largeur=1440))
    autre.get_by_role("button", name="Je viens").press("Enter")
    expect(autre.locator("body")).to_contain_text("Vous venez. Merci")
    expect(autre.get_by_role("heading", name="Qui vient")).to_be_visible()
    bonne(autre)
