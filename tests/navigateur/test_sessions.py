"""A session in a real browser: a phone without script, a trainer who drags, no fault of access."""

import pytest
from django.urls import reverse

from nuancier.sessions.models_stagiaires import Bilan, Stagiaire
from tests.outils.chromium import deborde, defauts_axe
from tests.outils.sessions import emarger, passer, rejoindre
from tests.outils.sessions import ouvrir as ouvrir_une_session

pytestmark = [pytest.mark.navigateur, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def decor_ouvert(site, membre, collectivite):
    """An open session with somebody in it, on real addresses."""
    session = ouvrir_une_session(membre, collectivite)
    elle = rejoindre(session, "Nolwenn Riou", "nolwenn@a.example", besoins="Une chaise")
    rejoindre(session, "Interminablement" * 7)
    return session, elle


def saine(page):
    assert page.locator("h1").count() == 1
    assert defauts_axe(page) == []
    assert not deborde(page)


def test_a_participant_goes_from_the_code_to_monday_on_a_phone_without_script(
    ouvrir, site, membre, collectivite
):
    session = ouvrir_une_session(membre, collectivite)
    page = ouvrir(reverse("nuancier:rejoindre"), largeur=320, js=False)
    page.get_by_label("Code de la session").fill(session.code.lower())
    page.get_by_role("button", name="Continuer").click()
    page.get_by_label("Prénom et nom").fill("Nolwenn Riou")
    page.get_by_role("button", name="M’inscrire").click()
    page.get_by_role("link", name="Dire ce que j’en attends").first.click()
    page.get_by_label("Qu’attendez-vous").fill("Oser aller voir.")
    page.get_by_role("button", name="Envoyer").click()
    assert "les personnes qui animent vous liront" in page.locator("#messages").inner_text()
    stagiaire = Stagiaire.objects.get()
    assert stagiaire.attentes == "Oser aller voir."
    emarger(membre, session, stagiaire)
    passer(membre, session, "tenir")
    page.goto(page.url)
    page.get_by_role("link", name="Ce que je ferai lundi").click()
    page.get_by_label("Ce que je ferai lundi").fill("M’asseoir sur le banc.")
    page.get_by_role("button", name="Enregistrer").click()
    assert Bilan.objects.get().lundi == "M’asseoir sur le banc."
    page.get_by_role("link", name="Effacer mes données").click()
    page.get_by_role("button", name="Effacer mes données").click()
    assert page.locator("h1").inner_text() == "C’est effacé"
    assert not Stagiaire.objects.exists()


@pytest.mark.parametrize(("largeur", "sombre"), [(320, True), (1440, False)])
def test_a_session_that_is_open_has_no_fault_of_access(ouvrir, decor_ouvert, membre, largeur, sombre):
    session, stagiaire = decor_ouvert
    for nom in (
        "session",
        "inscriptions",
        "presences",
        "paroles",
        "situations",
        "livrable",
        "regler_session",
    ):
        adresse = reverse(f"nuancier:{nom}", args=[session.uuid])
        saine(ouvrir(adresse, largeur=largeur, sombre=sombre, compte=membre))
    for nom in ("participer", "participer_attentes", "participer_moi"):
        saine(ouvrir(stagiaire.adresse(nom), largeur=largeur, sombre=sombre))
    saine(ouvrir(f"{reverse('nuancier:rejoindre')}?code={session.code}", largeur=largeur, sombre=sombre))


def test_dragging_a_piece_keeps_its_new_place(ouvrir, site, membre, collectivite):
    session = ouvrir_une_session(membre, collectivite, "4.1", "4.2")
    page = ouvrir(reverse("nuancier:livrable", args=[session.uuid]), compte=membre)
    morceaux = page.locator("[data-morceau]")
    avant = [str(m.uuid) for m in session.morceaux.order_by("rang")]
    with page.expect_response(lambda reponse: reponse.url.endswith("/ordre/")) as attendue:
        boite = morceaux.nth(2).bounding_box()
        morceaux.nth(0).drag_to(morceaux.nth(2), target_position={"x": 150, "y": boite["height"] - 8})
    assert attendue.value.status == 200
    apres = [str(m.uuid) for m in session.morceaux.order_by("rang")]
    assert sorted(apres) == sorted(avant)
    assert apres.index(avant[0]) == 2
