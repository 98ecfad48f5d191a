"""What every browser test watches: no third party, no script error, nothing axe can find."""

from weakref import WeakSet

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import BrowserContext, Page

CHROMIUM = "/usr/bin/chromium-headless-shell"  # a page costs a seventh of what it costs in the whole browser
OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
LARGEURS = (320, 1440)
AXE = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],  # what passes need not be told node by node
}

SANS_SCRIPT: WeakSet[BrowserContext] = WeakSet()


def surveiller(page: Page, adresse: str) -> list[str]:
    """Record every request to another host and every error of the page; the list must stay empty."""
    ecarts: list[str] = []

    def voir(requete) -> None:
        if not requete.url.startswith((adresse, "data:", "blob:")):
            ecarts.append(f"requête vers un tiers : {requete.url}")

    page.on("request", voir)
    page.on("pageerror", lambda erreur: ecarts.append(f"erreur de script : {erreur}"))
    page.on(
        "console",
        lambda message: (
            ecarts.append(f"console : {message.text}")
            if message.type == "error" and "Failed to load resource" not in message.text
            else None
        ),
    )
    return ecarts


def defauts_axe(page: Page) -> list[str]:
    """What axe finds, one line per rule and target."""
    assert page.context not in SANS_SCRIPT, "axe attendrait sans fin : les scripts de cette page sont coupés"
    if not page.evaluate("Boolean(window.axe?.run)"):  # half a megabyte: once per page
        page.evaluate(AXE_SCRIPT)
    resultat = page.evaluate("options => axe.run(options)", AXE)
    return [
        f"{defaut['id']} : {noeud['target']} {noeud.get('failureSummary', '')}"
        for defaut in resultat["violations"]
        for noeud in defaut["nodes"]
    ]


def deborde(page: Page) -> bool:
    """Does the page scroll sideways?"""
    return page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
