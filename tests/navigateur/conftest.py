from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect

from communs.collectivites.models import Compte
from tests.outils.chromium import CHROMIUM, OPTIONS, SANS_SCRIPT, surveiller

PATIENCE = 15_000  # milliseconds: a live screen asks every two seconds, and the machine may be busy
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def navigateur(playwright: Playwright) -> Iterator[Browser]:
    """Debian's Chromium, headless."""
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
    yield browser
    browser.close()


@pytest.fixture
def site(live_server, transactional_db, contenu) -> str:
    """The platform with its content, served for real; its address."""
    return live_server.url


def connecter(contexte: BrowserContext, compte: Compte, site: str) -> None:
    client = Client()
    client.force_login(compte)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    contexte.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": site}])


@pytest.fixture(scope="module")
def fenetre(navigateur: Browser, live_server) -> Iterator[tuple[Page, list[str]]]:
    """One window for the tests that only look at a page, and what was seen wrong in it."""
    contexte = navigateur.new_context(reduced_motion="reduce", locale="fr-FR")
    page = contexte.new_page()
    page.set_default_timeout(PATIENCE)
    yield page, surveiller(page, live_server.url)
    contexte.close()


@pytest.fixture
def visiter(fenetre: tuple[Page, list[str]], site: str) -> Iterator[Callable[..., Page]]:
    """`visiter(chemin, largeur=…, sombre=…, compte=…)`: `ouvrir` in the window that others looked through.

    No cookie and nothing stored is left from one test to the next, but style sheets, scripts and fonts.
    """
    page, ecarts = fenetre
    ecarts.clear()

    def _visiter(chemin: str, *, largeur: int, sombre: bool, compte: Compte) -> Page:
        connecter(page.context, compte, site)
        page.set_viewport_size({"width": largeur, "height": 900})
        page.emulate_media(color_scheme="dark" if sombre else "light")
        page.goto(site + chemin)
        return page

    yield _visiter
    page.goto("about:blank")
    cdp = page.context.new_cdp_session(page)
    cdp.send("Storage.clearDataForOrigin", {"origin": site, "storageTypes": "all"})
    cdp.detach()
    page.context.clear_cookies()
    assert ecarts == []


@pytest.fixture
def ouvrir(navigateur: Browser, site: str) -> Iterator[Callable[..., Page]]:
    """`ouvrir(chemin, largeur=…, sombre=…, js=…, compte=…)`: a page that is watched until the end."""
    contextes: list[BrowserContext] = []
    ecarts: list[list[str]] = []

    def _ouvrir(
        chemin: str,
        *,
        largeur: int = 1440,
        sombre: bool = False,
        js: bool = True,
        compte: Compte | None = None,
    ) -> Page:
        contexte = navigateur.new_context(
            viewport={"width": largeur, "height": 900},
            color_scheme="dark" if sombre else "light",
            java_script_enabled=js,
            reduced_motion="reduce",
            locale="fr-FR",
        )
        contextes.append(contexte)
        if not js:
            SANS_SCRIPT.add(contexte)
        if compte:
            connecter(contexte, compte, site)
        page = contexte.new_page()
        page.set_default_timeout(PATIENCE)
        ecarts.append(surveiller(page, site))
        page.goto(site + chemin)
        return page

    yield _ouvrir
    for contexte in contextes:
        contexte.close()
    assert [ecart for liste in ecarts for ecart in liste] == []
