"""The documentation of the API in a real browser: our own page, nothing from elsewhere, no rule broken."""

import pytest

from tests.outils.chromium import deborde, defauts_axe

pytestmark = [pytest.mark.navigateur, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(("largeur", "sombre"), [(320, False), (1440, True)])
def test_the_documentation_unfolded_is_accessible_and_holds_in_its_page(ouvrir, largeur, sombre):
    page = ouvrir("/api/docs/", largeur=largeur, sombre=sombre)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert page.locator(".api-operation").count() >= 5
    assert defauts_axe(page) == []
    assert not deborde(page)


def test_the_documentation_breaks_no_content_rule_and_asks_nothing_of_others(ouvrir):
    page = ouvrir("/")
    demandes, ecarts = [], []
    page.on("request", lambda requete: demandes.append(requete.url))
    page.on("console", lambda message: ecarts.append(message.text))
    page.add_init_script(
        "addEventListener('securitypolicyviolation', e => console.log(`CSP : ${e.violatedDirective}`))"
    )
    page.goto(page.url.rstrip("/") + "/api/docs/")
    page.wait_for_load_state("networkidle")
    assert ecarts == []
    assert len(demandes) > 1
    hote = page.evaluate("location.origin")
    assert [adresse for adresse in demandes if not adresse.startswith(hote)] == []
    assert page.locator("[style], style, script").count() == 0


def test_the_documentation_reads_without_script_and_the_footer_leads_to_it(ouvrir):
    page = ouvrir("/", js=False)
    page.get_by_role("contentinfo").get_by_role("link", name="API").click()
    assert page.get_by_role("heading", level=1).inner_text() == "API de Vigie"
    page.get_by_role("link", name="Les problèmes, un par un").click()
    assert page.get_by_role("heading", name="Trop de requêtes en peu de temps").count() == 1
