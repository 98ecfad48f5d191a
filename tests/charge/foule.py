"""300 people hand in their sheet within 5 seconds."""

import http.client
import random
import re
import threading
import time
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

PERSONNES = 300
FENETRE = 5.0  # seconds


@dataclass
class Foule:
    durees: list[float] = field(default_factory=list)  # seconds, one per sheet accepted
    erreurs: list[str] = field(default_factory=list)

    @property
    def p95(self) -> float:
        return sorted(self.durees)[int(len(self.durees) * 0.95)]


def mesurer(adresse: str) -> Foule:
    """Each person has read her sheet beforehand and hands it in at her own moment of the window."""
    hote = urlsplit(adresse).netloc
    foule, verrou = Foule(), threading.Lock()
    feuilles = [_prendre(hote) for _ in range(PERSONNES)]
    depart = time.monotonic() + 0.5

    def remettre(chemin: str, corps: str, quand: float) -> None:
        time.sleep(max(0.0, depart + quand - time.monotonic()))
        debut = time.monotonic()
        try:
            connexion = http.client.HTTPConnection(hote, timeout=30)
            connexion.request("POST", chemin, corps, {"Content-Type": "application/x-www-form-urlencoded"})
            reponse = connexion.getresponse()
            reponse.read()
            accepte = reponse.status == 302 and "/sonar/resultats/" in reponse.headers["Location"]
            probleme = "" if accepte else f"HTTP {reponse.status}"
        except OSError as erreur:
            probleme = repr(erreur)
        with verrou:
            if probleme:
                foule.erreurs.append(probleme)
            else:
                foule.durees.append(time.monotonic() - debut)

    fils = [
        threading.Thread(target=remettre, args=(*feuille, FENETRE * rang / PERSONNES))
        for rang, feuille in enumerate(feuilles)
    ]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()
    return foule


def _prendre(hote: str) -> tuple[str, str]:
    """Take a blank sheet; return its path and a filled-in body."""
    connexion = http.client.HTTPConnection(hote, timeout=30)
    connexion.request("GET", "/sonar/test/")
    reponse = connexion.getresponse()
    reponse.read()
    chemin = reponse.headers["Location"]
    connexion.request("GET", chemin)
    page = connexion.getresponse().read().decode()
    champs = dict.fromkeys(re.findall(r'name="(question-[^"]+)"', page))
    return chemin, urlencode({champ: random.choice("abcd") for champ in champs})
