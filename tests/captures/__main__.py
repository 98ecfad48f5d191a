"""`make captures`: take every picture of README.md and of the guides from the demonstration.

    python -m tests.captures [--adresse http://localhost:8000] [nom…]

Without an address, the platform is started as `make run` does, in a folder thrown away afterwards.
"""

import argparse
import io
import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.captures.vues import EVALUATEUR, VUES, Vue
from tests.outils.chromium import CHROMIUM, OPTIONS

RACINE = Path(__file__).resolve().parents[2]
IMAGES = RACINE / "docs" / "images"
MOT_DE_PASSE = "phare-de-demonstration"  # the demonstration's, known to all
LOURDE = 150_000  # bytes
ADRESSE_MONTREE = "https://vigie.port-lumiere.example"  # in links and codes that are pictured
MARGE = 6  # pixels kept around what is pictured


def dire(message: str) -> None:
    sys.stdout.write(message + "\n")
    sys.stdout.flush()


@contextmanager
def plateforme() -> Iterator[str]:
    """The platform with its demonstration, brand-new; its address."""
    with socket.socket() as prise:
        prise.bind(("127.0.0.1", 0))
        port = prise.getsockname()[1]
    with tempfile.TemporaryDirectory(prefix="vigie-captures-") as dossier:
        processus = subprocess.Popen(
            [sys.executable, "-m", "config.embarque", "--lie-au-parent", "lancer"],
            env=os.environ | {"PORT": str(port), "VIGIE_DATA": dossier, "VIGIE_ADRESSE": ADRESSE_MONTREE},
            stdout=subprocess.PIPE,
            text=True,
            cwd=RACINE,
        )
        try:
            assert processus.stdout is not None
            for ligne in processus.stdout:
                if "Vigie est prête" in ligne:
                    break
            else:
                raise SystemExit("La plateforme n’a pas démarré.")
            yield f"http://localhost:{port}"
        finally:
            processus.send_signal(signal.SIGTERM)
            processus.communicate(timeout=60)


class Photographe:
    """A browser in which each account of the demonstration signs in once."""

    def __init__(self, navigateur: Browser, site: str) -> None:
        self.navigateur, self.site = navigateur, site
        self.sessions: dict[str, list] = {}
        self.lieux = self._lieux()

    def prendre(self, vue: Vue) -> int:
        """Take it; return its weight in bytes."""
        contexte = self._contexte(vue.qui, vue.largeur, sombre=vue.sombre)
        page = contexte.new_page()
        self._aller(page, vue.chemin.format_map(self.lieux))
        vue.gestes(page)
        page.evaluate("() => document.fonts.ready")
        page.wait_for_load_state("networkidle")
        capture = page.screenshot(full_page=True, clip=_cadre(page, vue))
        contexte.close()
        return enregistrer(capture, IMAGES / f"{vue.nom}.webp")

    def _contexte(self, qui: str, largeur: int, *, sombre: bool = False) -> BrowserContext:
        contexte = self.navigateur.new_context(
            viewport={"width": largeur, "height": 900},
            color_scheme="dark" if sombre else "light",
            reduced_motion="reduce",
            locale="fr-FR",
        )
        if qui:
            if qui not in self.sessions:
                self._entrer(contexte, qui)
                self.sessions[qui] = contexte.cookies()
            contexte.add_cookies(self.sessions[qui])
        return contexte

    def _entrer(self, contexte: BrowserContext, qui: str) -> None:
        page = contexte.new_page()
        self._aller(page, "/compte/connexion/")
        page.locator("[name=login]").fill(qui)
        page.locator("[name=password]").fill(MOT_DE_PASSE)
        page.locator("main form button[type=submit]").last.click()
        page.wait_for_url("**/espace/**")
        page.close()

    def _aller(self, page: Page, chemin: str) -> None:
        reponse = page.goto(self.site + chemin if chemin.startswith("/") else chemin)
        if reponse is None or not reponse.ok:
            raise SystemExit(f"{chemin} répond {reponse and reponse.status}.")

    def _lieux(self) -> Mapping[str, str]:
        """The addresses that the demonstration draws anew each time."""
        contexte = self._contexte(EVALUATEUR, 1280)
        page = contexte.new_page()
        self._aller(page, "/espace/port-lumiere/dossiers/")
        dossier = page.locator(".affaires a").first.get_attribute("href") or ""
        self._aller(page, "/espace/port-lumiere/fetes/")
        fete = page.locator(".fetes a").first.get_attribute("href") or ""
        self._aller(page, f"{dossier}desirable/")
        rapport = page.locator(".desirable-adresse a").first.get_attribute("href") or ""
        contexte.close()
        return {"dossier": dossier, "fete": fete, "rapport": rapport, "resultat": self._resultat()}

    def _resultat(self) -> str:
        """The result of a sheet of the test, handed in for the picture."""
        contexte = self._contexte("", 1280)
        page = contexte.new_page()
        self._aller(page, "/sonar/test/")
        for rang, question in enumerate(page.locator("form fieldset").all()):
            question.locator("input[type=radio]").nth(rang % 4).evaluate("e => { e.checked = true }")
        page.locator("form.feuille").evaluate("f => f.submit()")  # all at once, not question by question
        page.wait_for_url("**/resultats/**")
        resultat = page.url
        contexte.close()
        return resultat


def _cadre(page: Page, vue: Vue) -> dict[str, float]:
    """From the top of what is pictured, as wide as the screen, no further than it goes."""
    boite = page.locator(vue.cadre).first.bounding_box()
    if boite is None:
        raise SystemExit(f"{vue.nom} : « {vue.cadre} » n’est pas sur la page.")
    haut = max(0, boite["y"] + page.evaluate("scrollY") - (0 if vue.cadre in ("body", "main") else MARGE))
    fin = page.evaluate("document.documentElement.scrollHeight")
    return {"x": 0, "y": haut, "width": vue.largeur, "height": min(vue.hauteur, fin - haut)}


def enregistrer(capture: bytes, fichier: Path) -> int:
    """Compress under the limit; return the weight in bytes."""
    fichier.parent.mkdir(parents=True, exist_ok=True)
    with Image.open(io.BytesIO(capture)) as image:
        for qualite in (84, 70, 55, 40):
            image.convert("RGB").save(fichier, "WEBP", quality=qualite, method=6)
            if fichier.stat().st_size <= LOURDE:
                return fichier.stat().st_size
    raise SystemExit(f"{fichier.name} pèse plus de {LOURDE} octets : prenez-en moins.")


def principal() -> None:
    analyse = argparse.ArgumentParser(prog="python -m tests.captures", description=__doc__)
    analyse.add_argument("--adresse", help="a platform that runs already, with its demonstration")
    analyse.add_argument("noms", nargs="*", help="the pictures to take; all by default")
    choix = analyse.parse_args()
    voulues = [vue for vue in VUES if not choix.noms or vue.nom in choix.noms]
    if choix.adresse:
        photographier(choix.adresse.rstrip("/"), voulues)
        return
    dire("Démarrage de la plateforme et de sa démonstration…")
    with plateforme() as site:
        photographier(site, voulues)


def photographier(site: str, voulues: list[Vue]) -> None:
    with sync_playwright() as playwright:
        navigateur = playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        photographe = Photographe(navigateur, site)
        for vue in voulues:
            dire(f"{vue.nom:<30} {photographe.prendre(vue) / 1000:>6.0f} ko")
        navigateur.close()


if __name__ == "__main__":
    principal()
