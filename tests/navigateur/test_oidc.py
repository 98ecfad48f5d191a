"""Signing in by an identity provider, in a real browser: there, back, and out of both."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from communs.collectivites.models import Compte, Demande
from tests.outils.chromium import deborde, defauts_axe
from tests.outils.voyage import Distant, lancer

pytestmark = [pytest.mark.navigateur, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def distant(settings, site: str) -> Iterator[Distant]:
    with lancer() as distant:
        settings.VIGIE_OIDC = distant.reglages(courriel_fiable=True)
        settings.VIGIE_ADRESSE = site
        yield distant


@pytest.fixture
def ouvrir_dehors(navigateur: Browser, site: str) -> Iterator[Callable[..., Page]]:
    """A page allowed to leave us for the provider; our own errors still fail."""
    contextes, ecarts = [], []

    def _ouvrir(chemin: str, *, largeur: int = 1440, sombre: bool = False, js: bool = True) -> Page:
        contexte = navigateur.new_context(
            viewport={"width": largeur, "height": 900},
            color_scheme="dark" if sombre else "light",
            java_script_enabled=js,
            reduced_motion="reduce",
            locale="fr-FR",
        )
        contextes.append(contexte)
        page = contexte.new_page()
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda erreur: ecarts.append(str(erreur)))
        page.on("console", lambda m: ecarts.append(m.text) if "Content Security Policy" in m.text else None)
        page.goto(site + chemin)
        return page

    yield _ouvrir
    for contexte in contextes:
        contexte.close()
    assert ecarts == []


def irreprochable(page: Page) -> None:
    assert page.locator("h1").count() == 1
    assert defauts_axe(page) == []
    assert not deborde(page)


@pytest.mark.parametrize("js", [True, False], ids=["avec JavaScript", "sans JavaScript"])
def test_entrer_demander_sa_collectivite_et_sortir_des_deux(ouvrir_dehors, distant, collectivite, js):
    distant.mentir("jwt")
    page = ouvrir_dehors("/compte/connexion/", largeur=320, js=js)
    page.get_by_role("button", name="Se connecter avec ProConnect").click()
    page.get_by_role("button", name="Continuer avec Denise").click()
    expect(page.get_by_role("heading", name=collectivite.nom)).to_be_visible()
    page.get_by_role("button", name="Demander à rejoindre").click()
    expect(page.get_by_text("Votre demande est partie.")).to_be_visible()
    assert Demande.objects.get().compte == Compte.objects.get(prenom="Denise")
    page.get_by_role("button", name="Se déconnecter").click()
    expect(page.get_by_text("Vous êtes déconnecté de Vigie et de ProConnect.")).to_be_visible()
    assert len(distant.journal("/fin")) == 1


@pytest.mark.parametrize("sombre", [False, True], ids=["jour", "nuit"])
@pytest.mark.parametrize("largeur", [320, 768, 1440])
def test_chaque_page_du_chemin_est_irreprochable(ouvrir_dehors, distant, collectivite, largeur, sombre):
    page = ouvrir_dehors("/compte/connexion/", largeur=largeur, sombre=sombre)
    irreprochable(page)
    page.route(f"{distant.adresse}/**", lambda route: route.fulfill(status=204))  # stay on the leaving page
    page.get_by_role("button", name="Se connecter avec ProConnect").click()
    expect(page.get_by_role("heading", name="En route vers ProConnect")).to_be_visible()
    irreprochable(page)
    page.unroute_all()
    distant.mentir("jeton_emetteur")
    page.get_by_role("link", name=re.compile("Continuer vers ProConnect")).click()
    page.get_by_role("button", name="Continuer avec Denise").click()
    expect(page.get_by_role("heading", name="La connexion n’a pas abouti")).to_be_visible()
    irreprochable(page)
    distant.mentir()
    page.get_by_role("link", name="Revenir à la connexion").click()
    page.get_by_role("button", name="Se connecter avec ProConnect").click()
    page.get_by_role("button", name="Continuer avec Denise").click()
    expect(page.get_by_role("heading", name=collectivite.nom)).to_be_visible()
    irreprochable(page)
    page.goto(page.url.split("/espace/")[0] + "/compte/")
    expect(page.get_by_text("Relié depuis le")).to_be_visible()
    irreprochable(page)
