"""Ranking in a real browser: keyboard, mouse, no script, phone; and a vote from its code to its result."""

import pytest
from django.urls import reverse

from communs.dossiers.models import Dossier
from communs.scrutins.enums import Electorat, Mode
from communs.scrutins.models import Scrutin
from communs.scrutins.resultats import egaux
from tests.outils.chromium import deborde, defauts_axe
from tests.outils.dossiers import faire_venir, ouvrir_un_dossier
from tests.outils.scrutins import donner_des_codes, pas, preparer, voter
from tests.outils.scrutins import ouvrir as ouvrir_le_vote

pytestmark = [pytest.mark.navigateur, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def dossier(site, administratrice, membre, collectivite) -> Dossier:
    dossier = ouvrir_un_dossier(administratrice, collectivite)
    faire_venir(administratrice, dossier, membre.email)
    return dossier


@pytest.fixture
def scrutin(administratrice, dossier) -> Scrutin:
    return ouvrir_le_vote(administratrice, dossier)


def isoloir(scrutin: Scrutin) -> str:
    return scrutin.dossier.adresse("scrutins:voter", scrutin.uuid)


def classement(page) -> list[str]:
    """The options in the order shown, with the rank of those that have one."""
    lignes = page.locator("[data-ligne]")
    lus = [
        (li.locator("input").input_value(), li.locator("[data-poignee]").inner_text()) for li in lignes.all()
    ]
    return [f"{rang} {nom}".strip() for rang, nom in lus]


def test_un_classement_se_vote_au_clavier_seul(ouvrir, scrutin, membre):
    page = ouvrir(isoloir(scrutin), compte=membre)
    for nom in ("Chattanooga", "Memphis", "Knoxville"):
        page.get_by_role("button", name=f"Classer {nom}", exact=True).focus()
        page.keyboard.press("Enter")
    assert classement(page) == ["1 Chattanooga", "2 Memphis", "3 Knoxville", "Nashville"]
    page.get_by_role("button", name="Monter Knoxville").focus()
    page.keyboard.press("Enter")
    assert page.locator("[data-annonce]").inner_text() == "Knoxville\u00a0: rang 2."
    assert page.evaluate("document.activeElement.textContent.trim()") == "Monter Knoxville"
    page.keyboard.press("Enter")
    assert classement(page) == ["1 Knoxville", "2 Chattanooga", "3 Memphis", "Nashville"]
    page.get_by_role("button", name="Ne plus classer Memphis").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Déposer mon bulletin").focus()
    page.keyboard.press("Enter")
    page.get_by_role("status").get_by_text("Votre bulletin est dans l’urne").wait_for()
    assert egaux(scrutin) == [((0, 0, 2, 1), 1)]


def test_les_boutons_classent_aussi_sans_script(ouvrir, scrutin, membre):
    page = ouvrir(isoloir(scrutin), compte=membre, js=False, largeur=320)
    page.get_by_role("button", name="Classer Nashville", exact=True).click()
    page.get_by_role("button", name="Classer Memphis", exact=True).click()
    page.get_by_role("button", name="Monter Memphis").click()
    assert classement(page) == ["1 Memphis", "2 Nashville", "Chattanooga", "Knoxville"]
    page.get_by_label("Rang de Knoxville").fill("3")
    page.get_by_role("button", name="Déposer mon bulletin").click()
    page.get_by_text("Votre bulletin est dans l’urne").wait_for()
    assert egaux(scrutin) == [((1, 2, 0, 3), 1)]


def test_une_option_se_glisse_a_la_place_d_une_autre(ouvrir, scrutin, membre):
    page = ouvrir(isoloir(scrutin), compte=membre)
    poignee = page.locator("[data-poignee]")
    for nom in ("Memphis", "Nashville"):
        page.get_by_role("button", name=f"Classer {nom}", exact=True).click()
    poignee.filter(has_text="Chattanooga").drag_to(poignee.filter(has_text="Memphis"))
    assert classement(page) == ["1 Chattanooga", "2 Memphis", "3 Nashville", "Knoxville"]
    poignee.filter(has_text="Chattanooga").drag_to(poignee.filter(has_text="Nashville"))
    assert classement(page) == ["1 Memphis", "2 Nashville", "3 Chattanooga", "Knoxville"]


def test_une_carte_et_son_code_menent_au_bulletin_sans_compte_ni_script(ouvrir, administratrice, dossier):
    scrutin = preparer(administratrice, dossier, electorat=Electorat.CODES, mode=Mode.JUGEMENT)
    (code,) = donner_des_codes(administratrice, scrutin, 1)
    scrutin = pas(administratrice, scrutin, "ouvrir")
    page = ouvrir(reverse("scrutins:vote", args=[scrutin.jeton]), js=False, largeur=320)
    page.get_by_label("Votre code de vote").fill(code)
    page.get_by_role("button", name="Continuer").click()
    for nom, mention in (("Memphis", "À rejeter"), ("Nashville", "Excellent"), ("Knoxville", "Bien")):
        page.get_by_role("group", name=nom).get_by_label(mention, exact=True).check()
    page.get_by_role("button", name="Déposer mon bulletin").click()
    page.get_by_text("Votre bulletin est dans l’urne").wait_for()
    assert egaux(scrutin) == [((1, 7, 0, 5), 1)]


@pytest.mark.parametrize("mode", list(Mode))
def test_bulletin_et_resultat_de_chaque_vote_sont_accessibles(ouvrir, administratrice, dossier, mode):
    """Day and night, phone and desk, with a very long option."""
    options = ["Interminablement" * 9, "Rouvrir la gare", "Planter"]
    bulletins = {
        Mode.CHOIX: [(1, 0, 0), (0, 1, 0)],
        Mode.APPROBATION: [(1, 1, 0), (0, 1, 0)],
        Mode.POINTS: [(5, 5, 0), (0, 1, 4)],
        Mode.CLASSEMENT: [(1, 1, 2), (2, 1, 0), (0, 0, 1)],
        Mode.JUGEMENT: [(1, 7, 5), (6, 4, 0)],
    }
    points = {"nombre": 10} if mode == Mode.POINTS else {}
    scrutin = ouvrir_le_vote(administratrice, dossier, options, mode=mode, electorat=Electorat.LIEN, **points)
    for valeurs in bulletins[mode]:
        voter(scrutin, *valeurs)
    publique = reverse("scrutins:vote", args=[scrutin.jeton])
    for largeur, sombre in ((320, True), (1440, False)):
        page = ouvrir(publique, largeur=largeur, sombre=sombre)
        assert defauts_axe(page) == []
        assert not deborde(page)
    scrutin = pas(administratrice, scrutin, "clore", "depouiller")
    for largeur, sombre in ((320, False), (1440, True)):
        page = ouvrir(scrutin.get_absolute_url(), largeur=largeur, sombre=sombre, compte=administratrice)
        assert page.locator("h1").count() == 1
        assert defauts_axe(page) == []
        assert not deborde(page)


def test_les_cartes_s_impriment_depuis_la_page_qui_les_montre(ouvrir, administratrice, dossier):
    scrutin = preparer(administratrice, dossier, electorat=Electorat.CODES)
    page = ouvrir(dossier.adresse("scrutins:codes", scrutin.uuid), compte=administratrice, largeur=320)
    page.get_by_label("Combien de codes").fill("3")
    page.get_by_role("button", name="Faire les codes et les montrer").click()
    assert page.locator(".carte-code").count() == 3
    assert defauts_axe(page) == []
    assert not deborde(page)
