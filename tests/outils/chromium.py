"""What every browser test watches: no third party, no script error, nothing axe can find."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

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


def surveiller(page: Page, adresse: str) -> list[str]:
    """Record every request to another host and every error of the page; the list must stay empty."""
    ecarts: list[str] = []

    def voir(requete) -> None:
        if not requete.url.startswith((adresse, "data:", "blob:")):
            ecarts.append(f"requête vers un tiers : {requete.url}")

    page.on("request", voir)
    page.on("pageerror", lambda erreur: ecarts.append(f"erreur de script : {erreur}"))
    page.on(
        "console",
        lambda message: (
            ecarts.append(f"console : {message.text}")
            if message.type == "error" and "Failed to load resource" not in message.text
            else None
        ),
    )
    return ecarts


def defauts_axe(page: Page) -> list[str]:
    """What axe finds, one line per rule and target."""
    resultat = Axe().run(
        page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]}
    )
    return [
        f"{defaut['id']} : {noeud['target']} {noeud.get('failureSummary', '')}"
        for defaut in resultat.response["violations"]
        for noeud in defaut["nodes"]
    ]


def deborde(page: Page) -> bool:
    """Does the page scroll sideways?"""
    return page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
