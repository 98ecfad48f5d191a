"""The tracking table with 2,000 tasks beside one with 20: server cost, one row per edit, fluid browser.

Alone: `python -m config.embarque executer --ephemere python -m tests.charge.suivi`.
"""

import os
import re
import statistics
import sys
import time
import urllib.parse
import urllib.request

TOURS = 25
RAPPORT_VISE = 3
EDITIONS = 15
# Tasks as (recommendations, actions of each, tasks of each).
PETIT, GRAND = (2, 2, 5), (20, 10, 10)

# Long tasks of the browser while one scrolls and types, as it reports them itself.
OBSERVER = """() => {
  window.longues = [];
  new PerformanceObserver((liste) => {
    for (const tache of liste.getEntries()) window.longues.push(Math.round(tache.duration));
  }).observe({ type: "longtask", buffered: false });
}"""


def _lire(url: str, cookie: str, envoi: dict | None = None) -> tuple[float, str, str]:
    """Seconds, answer and anti-forgery cookie of one request, as htmx sends it when it posts."""
    entetes = {"Cookie": cookie}
    donnees = None
    if envoi is not None:
        entetes |= {"HX-Request": "true", "Referer": url}
        donnees = urllib.parse.urlencode(envoi).encode()
    demande = urllib.request.Request(url, donnees, entetes)
    debut = time.perf_counter()
    with urllib.request.urlopen(demande) as reponse:
        texte = reponse.read().decode()
    duree = time.perf_counter() - debut
    poses = " ".join(reponse.headers.get_all("Set-Cookie") or [])
    jeton = re.search(r"csrftoken=\w+", poses)
    return duree, texte, jeton[0] if jeton else ""


def _preparer() -> tuple[dict[str, str], str, str]:
    """Two plans under way: their addresses, the session of their applicateur, an address of a line."""
    from django.conf import settings
    from django.test import Client

    from communs.collectivites.models import Adhesion, Collectivite, Compte
    from eclaireurs.evaluation.suivi.models import Tache
    from tests.outils.evaluations import creer_evaluation, remplir_le_plan

    compte = Compte.objects.create_user("mesure@port-lumiere.example", None, prenom="Mesure")
    collectivite = Collectivite.objects.create(
        nom="Collectivité mesurée", identifiant="mesuree", type="commune", siren="217500016"
    )
    Adhesion.objects.create(compte=compte, collectivite=collectivite, role="administrateur")
    adresses, tache = {}, None
    for nom, (preconisations, actions, taches) in {"20 tâches": PETIT, "2 000 tâches": GRAND}.items():
        evaluation = creer_evaluation(compte, collectivite)
        remplir_le_plan(evaluation, preconisations=preconisations, actions=actions, taches=taches)
        evaluation.arreter()
        adresses[nom] = evaluation.dossier.adresse("evaluation:suivi")
        tache = Tache.objects.filter(action__plan=evaluation.plan).order_by("pk").first()
        ligne = evaluation.dossier.adresse("evaluation:ligne", "taches", tache.uuid)
        applicateur = evaluation.gens["applicateur"].compte
    client = Client()
    client.force_login(applicateur)
    nom_du_cookie = settings.SESSION_COOKIE_NAME
    return adresses, f"{nom_du_cookie}={client.cookies[nom_du_cookie].value}", ligne


def _couts(adresse: str, chemins: dict[str, str], cookie: str) -> dict[str, float]:
    """Median seconds of each table; rounds interleaved so that both share the weather."""
    for chemin in chemins.values():
        _lire(adresse + chemin, cookie)
    tours = [{nom: _lire(adresse + c, cookie)[0] for nom, c in chemins.items()} for _ in range(TOURS)]
    return {nom: statistics.median(tour[nom] for tour in tours) for nom in chemins}


def _editer(adresse: str, ligne: str, cookie: str) -> tuple[float, int]:
    """Median seconds of an edit in place, and the most rows that one answered."""
    durees, rangees = [], 0
    for tour in range(EDITIONS):
        _, page, contre = _lire(adresse + ligne, cookie)
        jeton = re.search(r'name="csrfmiddlewaretoken"\s+value="([^"]+)"', page)[1]
        champs = dict(re.findall(r'<input type="(?:hidden|text|number)" name="(\w+)" value="([^"]*)"', page))
        service = re.search(r'name="service".*?<option value="(\d+)" selected', page, re.DOTALL)[1]
        personne = re.search(r'name="responsable".*?<option value="(\d+)" selected', page, re.DOTALL)[1]
        envoi = {
            "csrfmiddlewaretoken": jeton,
            "version": champs["version"],
            "titre": champs["titre"],
            "service": service,
            "responsable": personne,
            "avancement": tour + 1,
        }
        duree, reponse, _ = _lire(adresse + ligne, f"{cookie}; {contre}", envoi)
        durees.append(duree)
        rangees = max(rangees, len(re.findall(r"<tr\b", reponse)))
    return statistics.median(durees), rangees


def _naviguer(adresse: str, chemin: str, cookie: str) -> dict[str, list[int]]:
    """Milliseconds of each long task (over 50 ms) in Chromium, on 2,000 tasks, by what one does."""
    from playwright.sync_api import sync_playwright

    from tests.outils.chromium import CHROMIUM, OPTIONS

    nom, valeur = cookie.split("=", 1)
    with sync_playwright() as playwright:
        navigateur = playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        contexte = navigateur.new_context(viewport={"width": 1440, "height": 900})
        contexte.add_cookies([{"name": nom, "value": valeur, "url": adresse}])
        page = contexte.new_page()
        page.goto(adresse + chemin)
        page.evaluate(OBSERVER)
        releves = {}
        for _ in range(40):
            page.mouse.wheel(0, 300)
            page.wait_for_timeout(20)
        releves["défiler"] = page.evaluate("longues.splice(0)")
        page.locator("[data-modifier]").nth(3).click()
        page.locator("[data-edition] [name=note]").wait_for()
        releves["ouvrir une ligne"] = page.evaluate("longues.splice(0)")
        page.locator("[data-edition] [name=note]").press_sequentially(
            "Attend l’avis du conseil. " * 4, delay=5
        )
        releves["taper"] = page.evaluate("longues.splice(0)")
        page.keyboard.press("Enter")
        page.locator("[data-edition]").wait_for(state="detached")
        releves["enregistrer"] = page.evaluate("longues.splice(0)")
        navigateur.close()
    return releves


def lignes() -> list[str]:
    """The figures, as Markdown."""
    from tests.charge.serveur import serveur

    chemins, cookie, ligne = _preparer()
    with serveur() as adresse:
        couts = _couts(adresse, chemins, cookie)
        edition, rangees = _editer(adresse, ligne, cookie)
        releves = _naviguer(adresse, chemins["2 000 tâches"], cookie)
    rapport = couts["2 000 tâches"] / couts["20 tâches"]
    longues = " ; ".join(f"{geste} : {len(t)} {t or ''}".strip() for geste, t in releves.items())
    return [
        "## Tableau de suivi de 2 000 tâches",
        "",
        f"Premier écran : {couts['2 000 tâches'] * 1000:.0f} ms, contre "
        f"{couts['20 tâches'] * 1000:.0f} ms pour 20 tâches, soit un rapport de "
        f"{f'{rapport:.2f}'.replace('.', ',')} (visé : ≤ {RAPPORT_VISE}). Une édition en place : "
        f"{edition * 1000:.0f} ms, {rangees} rangée. Médianes de {TOURS} et {EDITIONS} tours, les premiers "
        "entrelacés (`tests/charge/suivi.py`).",
        "",
        f"Tâches longues (> 50 ms) dans Chromium : {longues}.",
        "",
    ]


def principal() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.charge.settings"
    import django

    django.setup()
    from django.core.management import call_command

    for commande in ("migrate", "fabriquer_polices"):
        call_command(commande, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    sys.stdout.write("\n".join(lignes()) + "\n")


if __name__ == "__main__":
    principal()
