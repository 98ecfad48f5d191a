"""One séance: 300 people come in and answer within five seconds; then 50 who only look.

Alone: `python -m config.embarque executer --ephemere python -m tests.charge.seances [people]`: Markdown.
"""

import http.client
import os
import re
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode, urlsplit
from uuid import uuid4

PERSONNES = 300
FENETRE = 5.0  # seconds in which all come in and answer
SPECTATEURS, REGARD = 50, 20.0  # idle viewers, for so many seconds
RYTHME, MUR = 2.0, 1.0  # seconds between two questions of a phone, of the wall (static/js/seance.js)
GARDEE = 1.0  # seconds after which the server may have closed an idle connection
TICS = os.sysconf("SC_CLK_TCK")


class Telephone:
    """A browser without script: keeps its cookies and the token of the last form."""

    def __init__(self, hote: str, temoins: dict[str, str] | None = None) -> None:
        self.hote, self.temoins, self.jeton = hote, dict(temoins or {}), ""
        self.connexion = http.client.HTTPConnection(hote, timeout=30)
        self.dernier = time.monotonic()

    def demander(self, chemin: str, donnees: dict[str, str] | None = None) -> tuple[int, str]:
        entetes = {"Cookie": "; ".join(f"{nom}={valeur}" for nom, valeur in self.temoins.items())}
        corps = None
        if time.monotonic() - self.dernier > GARDEE:
            self.connexion.close()  # opened again by the next request
        if donnees is not None:
            corps = urlencode({**donnees, "csrfmiddlewaretoken": self.jeton})
            entetes["Content-Type"] = "application/x-www-form-urlencoded"
        self.connexion.request("POST" if corps is not None else "GET", chemin, corps, entetes)
        reponse = self.connexion.getresponse()
        texte = reponse.read().decode()
        self.dernier = time.monotonic()
        for temoin in reponse.headers.get_all("Set-Cookie") or []:
            nom, _, valeur = temoin.split(";")[0].partition("=")
            self.temoins[nom] = valeur
        if trouve := re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', texte):
            self.jeton = trouve[1]
        return reponse.status, texte


@dataclass
class Salle:
    """What happened: seconds per answer taken, when each was, what the wall showed and when."""

    durees: list[float] = field(default_factory=list)
    prises: list[float] = field(default_factory=list)
    erreurs: list[str] = field(default_factory=list)
    mur: list[tuple[float, int]] = field(default_factory=list)
    verrou: threading.Lock = field(default_factory=threading.Lock)

    def noter(self, debut: float, probleme: str) -> None:
        """One person has finished, or could not."""
        fin = time.monotonic()
        with self.verrou:
            if probleme:
                self.erreurs.append(probleme)
            else:
                self.durees.append(fin - debut)
                self.prises.append(fin)

    @property
    def p95(self) -> float:
        return sorted(self.durees)[int(len(self.durees) * 0.95)] if self.durees else 0.0

    @property
    def retard(self) -> float:
        """The longest time from an answer taken to a wall that counts it, in seconds."""
        prises = sorted(self.prises)
        vus = [
            next((quand for quand, n in self.mur if n > rang), float("inf")) for rang in range(len(prises))
        ]
        return max((vu - prise for vu, prise in zip(vus, prises, strict=True)), default=0.0)


Preparee = tuple[str, str, str, str]


def _preparer() -> Preparee:
    """An open séance with a question on stage: its room, the form's address, the wall, a session's cookie."""
    from django.conf import settings
    from django.test import Client
    from django.urls import reverse

    from communs.collectivites.models import Adhesion, Collectivite, Compte
    from tests.outils.evaluations import creer_evaluation
    from tests.outils.seances import ecrire_une_question, ouvrir_une_seance, poser

    compte = Compte.objects.create_user("salle@port-lumiere.example", None, prenom="Salle")
    collectivite = Collectivite.objects.create(
        nom="Collectivité réunie", identifiant="reunie", type="commune", siren="200000008"
    )
    Adhesion.objects.create(compte=compte, collectivite=collectivite, role="administrateur")
    dossier = creer_evaluation(compte, collectivite).dossier
    seance = ouvrir_une_seance(compte, dossier)
    question = ecrire_une_question(compte, seance)
    poser(compte, question)
    client = Client()
    client.force_login(compte)
    return (
        seance.adresse_publique,
        reverse("questionnaires:repondre_en_direct", args=[seance.code, question.uuid]),
        dossier.adresse("seances:projection", seance.uuid),
        client.cookies[settings.SESSION_COOKIE_NAME].value,
    )


def _personne(hote: str, salle: str, reponse: str, mesure: Salle, depart: float, quand: float) -> None:
    time.sleep(max(0.0, depart + quand - time.monotonic()))
    debut = time.monotonic()
    telephone = Telephone(hote)
    try:
        telephone.demander(salle)
        code, _ = telephone.demander(f"{salle}entrer/", {"prenom": "", "demande": str(uuid4())})
        if code == 302:
            _, page = telephone.demander(salle)
            version = re.search(r'name="version" value="(\d+)"', page)
            champs = {"reponse": "1", "version": version[1] if version else ""}
            code, _ = telephone.demander(reponse, champs)
        probleme = "" if code == 302 else f"HTTP {code}"
    except (OSError, http.client.HTTPException) as erreur:
        probleme = repr(erreur)
    mesure.noter(debut, probleme)


def _regarder_le_mur(hote: str, mur: str, temoin: str, mesure: Salle, fini: Callable[[], bool]) -> None:
    """As the script of the wall does: ask for its page, unless it is the one that it has."""
    telephone, version = Telephone(hote, {"vigie_session": temoin}), ""
    while True:
        dernier = fini()
        code, page = telephone.demander(f"{mur}?v={version}")
        if code == 200:
            version = re.findall(r'data-version="([^"]+)"', page)[0]
            if trouve := re.search(r'class="mur-nombre">(\d+)', page):
                mesure.mur.append((time.monotonic(), int(trouve[1])))
        if dernier and mesure.mur and mesure.mur[-1][1] >= len(mesure.prises):
            return
        time.sleep(MUR)


def mesurer(
    adresse: str, preparee: Preparee, personnes: int, personne: Callable[..., None] = _personne
) -> Salle:
    """Everybody comes in and answers at her own moment of the window, while a wall counts."""
    hote, mesure = urlsplit(adresse).netloc, Salle()
    salle, reponse, mur, temoin = preparee
    depart = time.monotonic() + 0.5
    gens = [
        threading.Thread(
            target=personne, args=(hote, salle, reponse, mesure, depart, FENETRE * rang / personnes)
        )
        for rang in range(personnes)
    ]

    def fini() -> bool:
        return not any(fil.is_alive() for fil in gens)

    for fil in gens:
        fil.start()
    ecran = threading.Thread(target=_regarder_le_mur, args=(hote, mur, temoin, mesure, fini))
    ecran.start()
    for fil in [*gens, ecran]:
        fil.join()
    return mesure


def regarder(
    adresse: str, preparee: Preparee, spectateurs: int = SPECTATEURS, secondes: float = REGARD
) -> tuple[float, float]:
    """So many phones that only ask for the version: percent of a core, milliseconds a question."""
    hote = urlsplit(adresse).netloc
    salle, *_ = preparee
    telephones = []
    for _ in range(spectateurs):
        telephone = Telephone(hote)
        telephone.demander(salle)
        telephone.demander(f"{salle}entrer/", {"prenom": "", "demande": str(uuid4())})
        version = re.search(r'data-version="(\d+)"', telephone.demander(salle)[1])
        telephones.append((telephone, version[1] if version else ""))
    durees: list[float] = []
    debut, fin = time.monotonic(), time.monotonic() + secondes

    def veiller(telephone: Telephone, version: str, decalage: float) -> None:
        time.sleep(decalage)
        while time.monotonic() < fin:
            avant = time.monotonic()
            code, _ = telephone.demander(f"{salle}version/?v={version}")
            assert code == 204, code
            durees.append(time.monotonic() - avant)
            time.sleep(RYTHME)

    avant = _processeur()
    fils = [
        threading.Thread(target=veiller, args=(*qui, RYTHME * rang / spectateurs))
        for rang, qui in enumerate(telephones)
    ]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()
    part = 100 * (_processeur() - avant) / (time.monotonic() - debut)
    return part, 1000 * sorted(durees)[len(durees) // 2]


def _processeur() -> float:
    """Seconds of processor that the server's processes, children of this one, have used."""
    parents, temps = {}, {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            champs = stat.read_text().rpartition(") ")[2].split()
        except OSError:
            continue
        numero = int(stat.parent.name)
        parents[numero], temps[numero] = int(champs[1]), (int(champs[11]) + int(champs[12])) / TICS
    siens = {os.getpid()}
    while plus := {n for n, parent in parents.items() if parent in siens} - siens:
        siens |= plus
    return sum(temps[n] for n in siens - {os.getpid()})


def virgule(secondes: float) -> str:
    return f"{secondes:.1f}".replace(".", ",")


def lignes(adresse: str, personnes: int = PERSONNES) -> list[str]:
    """The section of docs/mesures.md."""
    preparee = _preparer()
    salle = mesurer(adresse, preparee, personnes)
    part, duree = regarder(adresse, preparee)
    return [
        "## Une séance",
        "",
        f"{personnes} personnes entrent et répondent en {FENETRE:.0f} secondes, en quatre requêtes"
        f"\u00a0: {len(salle.durees)} réponses prises, {len(salle.erreurs)} erreurs\u00a0; 95\u00a0% en "
        f"moins de {virgule(salle.p95)} s de bout en bout\u00a0; l’écran projeté les compte au plus tard "
        f"{virgule(salle.retard)} s après (visé\u00a0: 3 s). {SPECTATEURS} téléphones qui regardent toutes "
        f"les {RYTHME:.0f} s\u00a0: {part:.0f}\u00a0% d’un cœur (web seul\u00a0; visé\u00a0: 20\u00a0%)"
        f", {duree:.0f} ms par question (`tests/charge/seances.py`).",
        "",
    ]


def principal(section: Callable[[str, int], list[str]] = lignes) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.charge.settings"
    import django

    django.setup()
    from django.core.management import call_command

    from tests.charge.serveur import serveur

    for commande in ("migrate", "fabriquer_polices", "charger_contenu"):
        call_command(commande, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    with serveur() as adresse:
        personnes = int(sys.argv[1]) if len(sys.argv) > 1 else PERSONNES
        sys.stdout.write("\n".join(section(adresse, personnes)))


if __name__ == "__main__":
    principal()
