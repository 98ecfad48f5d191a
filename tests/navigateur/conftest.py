from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, Playwright

from communs.collectivites.models import Compte
from tests.outils.chromium import OPTIONS, surveiller


@pytest.fixture(scope="session")
def navigateur(playwright: Playwright) -> Iterator[Browser]:
    """Debian's Chromium, headless."""
    browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=OPTIONS)
    yield browser
    browser.close()


@pytest.fixture
def site(live_server, transactional_db) -> str:
    """The platform with its content, served for real; its address."""
    call_command("charger_contenu", verbosity=0)
    return live_server.url


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
        if compte:
            client = Client()
            client.force_login(compte)
            cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
            contexte.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": site}])
        page = contexte.new_page()
        page.set_default_timeout(10_000)
        ecarts.append(surveiller(page, site))
        page.goto(site + chemin)
        return page

    yield _ouvrir
    for contexte in contextes:
        contexte.close()
    assert [ecart for liste in ecarts for ecart in liste] == []
