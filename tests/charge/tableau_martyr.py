"""One conclave's table: 12 people write once a second for a minute; then 50 who only look.

Alone: `python -m config.embarque executer --ephemere python -m tests.charge.tableau_martyr [seconds]`.
"""

import http.client
import os
import random
import re
import sys
import threading
import time
from dataclasses import dataclass, field
from urllib.parse import urlsplit
from uuid import uuid4

from tests.charge.seances import Telephone, _processeur, virgule

PERSONNES, SECONDES = 12, 60
SPECTATEURS, REGARD = 50, 20.0  # idle viewers, for so many seconds
RYTHME, ALEA = 1.3, 0.4  # seconds between two questions of a screen (static/js/tableau-martyr.js)
ECRIT = re.compile(r">Écrit (\d+) fois par (\d+)</textarea>")


@dataclass
class Journee:
    """What happened: when each edit was taken, when another screen first showed it, what went wrong."""

    secondes: int
    prises: dict[tuple[int, int], float] = field(default_factory=dict)
    retards: list[float] = field(default_factory=list)
    durees: list[float] = field(default_factory=list)
    erreurs: list[str] = field(default_factory=list)
    verrou: threading.Lock = field(default_factory=threading.Lock)

    @property
    def p95(self) -> float:
        return sorted(self.retards)[int(len(self.retards) * 0.95)] if self.retards else float("inf")


@dataclass(frozen=True)
class Preparee:
    """The table's address and the live one, a line and a session per person, the lines' addresses."""

    tableau: str
    suivre: str
    lignes: list[str]
    temoins: list[tuple[str, str]]
    pk: int


def _preparer(personnes: int) -> Preparee:
    from communs.collectivites.models import Adhesion, Collectivite, Compte
    from tests.outils.evaluations import creer_evaluation, remplir_le_plan
    from tests.outils.tableaux import convoquer, dresser, navigateur_de, temoin_de

    compte = Compte.objects.create_user("table@port-lumiere.example", None, prenom="Table")
    collectivite = Collectivite.objects.create(
        nom="Collectivité en conclave", identifiant="conclave", type="commune", siren="200000008"
    )
    Adhesion.objects.create(compte=compte, collectivite=collectivite, role="administrateur")
    evaluation = creer_evaluation(compte, collectivite)
    remplir_le_plan(evaluation, preconisations=4, actions=0, taches=0)
    table = dresser(evaluation, compte)
    lignes = [table.ajouter(f"Ligne {n}", numero=1 + n % 4) for n in range(personnes)]
    gens = [convoquer(evaluation, f"Convive{n}", compte=n % 2 == 0) for n in range(SPECTATEURS)]
    return Preparee(
        table.adresse(),
        table.adresse("suivre_le_tableau_martyr"),
        [table.adresse("proposition", ligne.uuid) for ligne in lignes],
        [temoin_de(navigateur_de(qui)) for qui in gens],
        table.tableau.pk,
    )


class Ecran(Telephone):
    """A page of the table: asks what is new as its script does, writes as its script does."""

    def ouvrir(self, preparee: Preparee) -> str:
        _, page = self.demander(preparee.tableau)
        self.depuis = re.search(r'data-pas="(\d+)"', page)[1]  # type: ignore[index]
        self.etiquette = ""
        return page

    def vif(self, methode: str, chemin: str, corps: str = "", **entetes: str) -> tuple[int, str]:
        """A request with the script's own headers."""
        envoyes = {"Cookie": "; ".join(f"{n}={v}" for n, v in self.temoins.items()), **entetes}
        if corps:
            envoyes |= {"Content-Type": "application/x-www-form-urlencoded", "X-CSRFToken": self.jeton}
            envoyes["Vigie-Vif"] = "1"
        if time.monotonic() - self.dernier > 1.0:
            self.connexion.close()
        self.connexion.request(methode, chemin, corps or None, envoyes)
        reponse = self.connexion.getresponse()
        texte = reponse.read().decode()
        self.dernier = time.monotonic()
        self.etiquette = reponse.headers.get("ETag") or self.etiquette
        return reponse.status, texte

    def suivre(self, preparee: Preparee) -> tuple[int, str]:
        entetes = {"If-None-Match": self.etiquette} if self.etiquette else {}
        code, texte = self.vif("GET", f"{preparee.suivre}?depuis={self.depuis}", **entetes)
        if trouve := re.search(r'data-pas="(\d+)"', texte):
            self.depuis = trouve[1]
        return code, texte


def _ecrire(hote: str, preparee: Preparee, rang: int, journee: Journee, depart: float, secondes: int) -> None:
    """One edit a second of one's own line, at one's own moment of the second."""
    from urllib.parse import urlencode

    nom, valeur = preparee.temoins[rang]
    ecran = Ecran(hote, {nom: valeur})
    ecran.ouvrir(preparee)
    for fois in range(1, secondes + 1):
        time.sleep(max(0.0, depart + fois + rang / PERSONNES - time.monotonic()))
        titre = f"Écrit {fois} fois par {rang}"
        corps = urlencode({"demande": uuid4(), "titre": titre, "base-titre": fois})
        debut = time.monotonic()
        try:
            code, texte = ecran.vif("POST", preparee.lignes[rang], corps)
            probleme = "" if code == 200 else f"HTTP {code} {texte[:80]}"
        except (OSError, http.client.HTTPException) as erreur:
            probleme = repr(erreur)
        with journee.verrou:
            if probleme:
                journee.erreurs.append(probleme)
            else:
                journee.prises[rang, fois] = debut
                journee.durees.append(time.monotonic() - debut)


Vus = dict[tuple[int, int, int], float]  # who, whose, which edit: when


def _regarder(hote: str, preparee: Preparee, rang: int, journee: Journee, vus: Vus, fin: float) -> None:
    """Somebody's screen: when it first shows each edit of the others, or a later one of the same line."""
    nom, valeur = preparee.temoins[rang]
    ecran, connus = Ecran(hote, {nom: valeur}), dict.fromkeys(range(PERSONNES), 0)
    ecran.ouvrir(preparee)
    while time.monotonic() < fin and min(connus.values()) < journee.secondes:
        time.sleep(RYTHME + random.random() * ALEA)
        try:
            code, texte = ecran.suivre(preparee)
        except (OSError, http.client.HTTPException) as erreur:
            with journee.verrou:
                journee.erreurs.append(repr(erreur))
            continue
        if code not in (200, 304):
            journee.erreurs.append(f"HTTP {code}")
        quand = time.monotonic()
        for fois, auteur in ((int(f), int(a)) for f, a in ECRIT.findall(texte)):
            for passe in range(connus[auteur] + 1, fois + 1) if auteur != rang else ():
                vus[rang, auteur, passe] = quand
            connus[auteur] = max(connus[auteur], fois)


def mesurer(adresse: str, preparee: Preparee, secondes: int) -> Journee:
    """Everybody writes and looks; `retards` are from the instant an edit leaves to another's screen."""
    hote, journee = urlsplit(adresse).netloc, Journee(secondes)
    vus: Vus = {}
    depart = time.monotonic() + 3
    fin = depart + secondes + 30  # at most: a screen stops once it has seen everything
    fils = [
        threading.Thread(target=_ecrire, args=(hote, preparee, rang, journee, depart, secondes))
        for rang in range(PERSONNES)
    ] + [
        threading.Thread(target=_regarder, args=(hote, preparee, rang, journee, vus, fin))
        for rang in range(PERSONNES)
    ]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()
    for (auteur, fois), prise in journee.prises.items():
        for rang in set(range(PERSONNES)) - {auteur}:
            journee.retards.append(vus.get((rang, auteur, fois), float("inf")) - prise)
    return journee


def perdues(preparee: Preparee, journee: Journee) -> int:
    """Edits that the server took and no longer has: neither as strokes nor as the lines' last texts."""
    from eclaireurs.evaluation.conclave.tableau.models import Proposition, Trait

    textes = set(
        Trait.objects.filter(tableau=preparee.pk, geste="ecriture").values_list("apres__titre", flat=True)
    )
    manquent = sum(f"Écrit {fois} fois par {rang}" not in textes for rang, fois in journee.prises)
    derniers = {rang: max(f for r, f in journee.prises if r == rang) for rang, _ in journee.prises}
    presents = set(Proposition.objects.filter(tableau=preparee.pk).values_list("titre", flat=True))
    return manquent + sum(f"Écrit {f} fois par {r}" not in presents for r, f in derniers.items())


def regarder(adresse: str, preparee: Preparee, secondes: float = REGARD) -> tuple[float, float]:
    """So many screens where nothing happens: percent of a core, milliseconds a question."""
    hote = urlsplit(adresse).netloc
    ecrans = []
    for rang in range(SPECTATEURS):
        nom, valeur = preparee.temoins[rang]
        ecran = Ecran(hote, {nom: valeur})
        ecran.ouvrir(preparee)
        ecrans.append(ecran)
    for ecran in ecrans * 2:
        ecran.suivre(preparee)  # the second time, all are known to be there
    durees: list[float] = []
    debut, fin = time.monotonic(), time.monotonic() + secondes

    def veiller(ecran: Ecran, decalage: float) -> None:
        time.sleep(decalage)
        while time.monotonic() < fin:
            avant = time.monotonic()
            ecran.suivre(preparee)
            durees.append(time.monotonic() - avant)
            time.sleep(RYTHME + random.random() * ALEA)

    avant = _processeur()
    fils = [
        threading.Thread(target=veiller, args=(ecran, RYTHME * rang / SPECTATEURS))
        for rang, ecran in enumerate(ecrans)
    ]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()
    part = 100 * (_processeur() - avant) / (time.monotonic() - debut)
    return part, 1000 * sorted(durees)[len(durees) // 2]


def lignes(adresse: str, secondes: int = SECONDES) -> list[str]:
    """The section of docs/mesures.md."""
    preparee = _preparer(PERSONNES)
    journee = mesurer(adresse, preparee, secondes)
    part, duree = regarder(adresse, preparee)
    mediane = sorted(journee.durees)[len(journee.durees) // 2] if journee.durees else float("inf")
    pire = max(journee.retards, default=float("inf"))
    return [
        "## Le tableau martyr",
        "",
        f"{PERSONNES} personnes y écrivent une fois par seconde pendant {secondes} secondes\u00a0: "
        f"{len(journee.prises)} écritures prises sur {PERSONNES * secondes}, {len(journee.erreurs)} erreurs, "
        f"{perdues(preparee, journee)} perdue (visé\u00a0: 0)\u00a0; une écriture est prise en "
        f"{1000 * mediane:.0f} ms (médiane)\u00a0; un autre écran la montre en moins de "
        f"{virgule(journee.p95)} s dans 95\u00a0% des cas, au pire {virgule(pire)} s (visé\u00a0: 2 s). "
        f"{SPECTATEURS} écrans où rien ne se passe\u00a0: {part:.0f}\u00a0% d’un cœur (web seul), "
        f"{duree:.0f} ms par question (`tests/charge/tableau_martyr.py`).",
        "",
    ]


def principal() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.charge.settings"
    import django

    django.setup()
    from django.core.management import call_command

    from tests.charge.serveur import serveur

    for commande in ("migrate", "fabriquer_polices", "charger_contenu"):
        call_command(commande, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    with serveur() as adresse:
        secondes = int(sys.argv[1]) if len(sys.argv) > 1 else SECONDES
        sys.stdout.write("\n".join(lignes(adresse, secondes)))


if __name__ == "__main__":
    principal()
