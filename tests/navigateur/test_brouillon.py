"""What a person is writing outlives her session, and leaves the browser once it has been received."""

import pytest

from eclaireurs.models import Retour
from nuancier.models import Proposition

pytestmark = [pytest.mark.navigateur, pytest.mark.django_db(transaction=True)]

RACONTER = "/eclaireurs/evaluation/collecte/raconter/"
GARDES = "Object.keys(localStorage).filter(c => c.startsWith('brouillon:')).length"


def test_words_come_back_after_the_session_was_lost_and_leave_once_received(
    ouvrir, membre, collectivite, site
):
    page = ouvrir(RACONTER, compte=membre)
    page.get_by_label("Ce que vous avez essayé").fill("Une demi-journée au guichet.")
    page.get_by_label("Avec qui").fill("Deux agents")
    cookies = page.context.cookies()
    page.context.clear_cookies()
    page.goto(site + RACONTER)
    assert "/compte/connexion/" in page.url
    page.context.add_cookies(cookies)
    page.goto(site + RACONTER)
    assert page.get_by_label("Ce que vous avez essayé").input_value() == "Une demi-journée au guichet."
    assert page.get_by_text("Vos mots d’avant sont revenus").is_visible()
    page.get_by_label("Combien de temps").fill("Une journée")
    page.get_by_label("Ce qui en est sorti").fill("Un débat.")
    page.get_by_label("J’accepte que ce retour").check()
    page.get_by_role("button", name="Proposer ce retour").click()
    page.wait_for_url("**/mes-retours/**")
    assert Retour.objects.get().essai == "Une demi-journée au guichet."
    assert page.evaluate(GARDES) == 0


def test_a_blank_sheet_forgets_the_draft(ouvrir, membre, collectivite, site):
    page = ouvrir(RACONTER, compte=membre)
    page.get_by_label("Avec qui").fill("Deux agents")
    page.reload()
    page.get_by_role("button", name="Repartir d’une feuille blanche").click()
    assert page.get_by_label("Avec qui").input_value() == ""
    assert page.evaluate(GARDES) == 0


FINALITES = "/nuancier/teintes/4.1/proposer/finalites/"


def test_a_proposal_keeps_what_was_changed_and_no_more_until_it_has_come(ouvrir, membre, site):
    page = ouvrir(FINALITES, compte=membre)
    avant = page.get_by_label("Une idée par ligne").input_value()
    page.get_by_label("Pourquoi").fill("Plus clair.")
    page.reload()
    assert page.get_by_label("Pourquoi").input_value() == "Plus clair."
    assert page.get_by_label("Une idée par ligne").input_value() == avant
    assert page.get_by_text("Vos mots d’avant sont revenus").is_visible()
    page.get_by_role("button", name="Repartir du texte d’aujourd’hui").click()
    assert page.get_by_label("Pourquoi").input_value() == ""
    assert page.evaluate(GARDES) == 0

    page.get_by_label("Une idée par ligne").fill(f"{avant}\nSortir des bureaux")
    page.get_by_role("button", name="Proposer", exact=True).click()  # refused: why is missing
    assert page.get_by_text("Vos mots d’avant sont revenus").is_hidden()
    page.get_by_label("Pourquoi").fill("Plus complet.")
    page.goto(site + FINALITES)  # she leaves, and comes back
    assert page.get_by_label("Une idée par ligne").input_value() == f"{avant}\nSortir des bureaux"
    assert page.get_by_label("Pourquoi").input_value() == "Plus complet."
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Proposer", exact=True).click()
    page.wait_for_url("**/propositions/**")
    assert Proposition.objects.get().raison == "Plus complet."
    assert page.evaluate(GARDES) == 0
