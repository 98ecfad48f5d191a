"""Ten thousand subscribers: the sending beside a bare `smtplib` loop to the same server.

Alone: `python -m config.embarque executer --ephemere python -m tests.charge.veille_envoi [LOT] [MEMORY]`: how
many messages each way sends at each turn, for how many subscribers the memory is watched.
"""

import gc
import logging
import multiprocessing
import os
import resource
import smtplib
import statistics
import sys
import time
from itertools import count
from pathlib import Path

from aiosmtpd.controller import Controller

from tests.courrier.conftest import port_libre

PERSONNES = 10_000
TOURS = 3
LOT = PERSONNES // TOURS + 1  # messages per turn: bare, then ours, then bare…
MEMOIRE = 100_000  # copies
HOTE = "127.0.0.1"


class Boite:
    async def handle_DATA(self, server, session, envelope) -> str:
        return "250 OK"


def _servir(port: int, pret, fin) -> None:
    serveur = Controller(Boite(), hostname=HOTE, port=port)
    logging.getLogger("mail.log").setLevel(logging.ERROR)
    serveur.start()
    pret.set()
    fin.wait()
    serveur.stop()


def lignes(lot: int = LOT, memoire: int = MEMOIRE) -> list[str]:
    """Measure and report in Markdown."""
    contexte = multiprocessing.get_context("spawn")
    port, pret, fin = port_libre(), contexte.Event(), contexte.Event()
    serveur = contexte.Process(target=_servir, args=(port, pret, fin), daemon=True)
    serveur.start()
    assert pret.wait(30), "le serveur SMTP ne répond pas"
    try:
        return _mesurer(port, lot, memoire)
    finally:
        fin.set()
        serveur.join()


def _regler(port: int) -> None:
    from django.conf import settings

    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = HOTE, port
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False


def _mesurer(port: int, lot: int, memoire: int) -> list[str]:
    from veille.abonnements.rendu import Modele

    _regler(port)
    numero = _numero()
    octets = Modele(numero).octets(_abonner(1), 1)
    nus, notres, deux = [], [], []
    for _ in range(TOURS):
        nus.append(_nu(port, octets, lot))
        notres.append(_envoyer(numero, port, lot, 1))
        deux.append(_envoyer(numero, port, lot, 2))
    nu, notre, paire = (statistics.median(v) for v in (nus, notres, deux))
    debut, fin = _memoire(numero, memoire)
    return [
        "## Envoi de la veille",
        "",
        f"Le numéro livré, {len(octets) // 1024} ko par message, à un serveur SMTP local (un processus). "
        f"Tours alternés de {lot} messages, médiane de {TOURS}. PostgreSQL écrit à chaque message ; en mode "
        "embarqué éphémère il n’attend pas le disque. Préparer "
        f"{PERSONNES} destinataires : {_virgule(_preparer(numero))} s.",
        "",
        "| | messages/s | rapport | visé |",
        "|---|---:|---:|---|",
        f"| boucle `smtplib` nue, une connexion | {nu:.0f} | 1 | |",
        f"| envoi, un worker | {notre:.0f} | {_virgule(notre / nu)} | ≥ 0,5 |",
        f"| envoi, deux workers | {paire:.0f} | {_virgule(paire / nu)} | – |",
        "",
        f"Mémoire du processus pendant un envoi à {memoire} abonnés : {debut} Mo au centième du chemin, "
        f"{fin} Mo au dernier message (rien n’est remis au serveur, tout le reste est fait) "
        "(`tests/charge/veille_envoi.py`).",
        "",
    ]


def _virgule(nombre: float) -> str:
    return f"{nombre:.2f}".replace(".", ",")


def _numero():
    from veille.models import Numero

    return Numero.objects.entiers().get(bulletin__cle="en-quelques-clics", cle="hors-serie-2")


def _abonner(nombre: int):
    """So many subscribers of the shipped bulletin, and no other."""
    from tests.outils.veille_abonnements import abonner_une_foule
    from veille.abonnements.models import Abonne, Envoi

    Envoi.objects.all().delete()
    Abonne.objects.all().delete()
    abonner_une_foule(nombre, _numero().bulletin)
    return Abonne.objects.first()


def _nu(port: int, octets: bytes, nombre: int) -> float:
    """Messages a second of the shortest loop there is."""
    with smtplib.SMTP(HOTE, port) as smtp:
        debut = time.perf_counter()
        for n in range(nombre):
            smtp.sendmail("vigie@localhost", [f"personne{n}@phare.example"], octets)
        return nombre / (time.perf_counter() - debut)


def _travailler(envoi: int, port: int, workers: int, pret, depart) -> None:
    """One worker, a process of its own that waits for the others to be ready."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.charge.settings"
    import django

    django.setup()
    from django.conf import settings

    from veille.abonnements.expedition import expedier
    from veille.abonnements.models import Envoi

    _regler(port)
    settings.VIGIE_ENVOIS_PARALLELES = workers
    Envoi.objects.exists()  # connected
    pret.release()
    depart.wait()
    expedier(envoi, duree=3600)


def _envoyer(numero, port: int, nombre: int, workers: int) -> float:
    """Messages a second of the sending itself."""
    from veille.abonnements.envois import comptes, preparer_envoi

    _abonner(nombre)
    envoi = preparer_envoi(numero)
    contexte = multiprocessing.get_context("spawn")
    pret, depart = contexte.Semaphore(0), contexte.Event()
    processus = [
        contexte.Process(target=_travailler, args=(envoi.pk, port, workers, pret, depart))
        for _ in range(workers)
    ]
    for worker in processus:
        worker.start()
    for _ in processus:
        assert pret.acquire(timeout=120), "un worker n’a pas démarré"
    debut = time.perf_counter()
    depart.set()
    for worker in processus:
        worker.join()
    duree = time.perf_counter() - debut
    assert comptes(envoi)["envoye"] == nombre, comptes(envoi)
    return nombre / duree


def _preparer(numero) -> float:
    from veille.abonnements.envois import preparer_envoi

    _abonner(PERSONNES)
    debut = time.perf_counter()
    assert preparer_envoi(numero).total == PERSONNES
    return time.perf_counter() - debut


def _memoire(numero, nombre: int) -> tuple[int, int]:
    """MB of this process early on and at the last copy; nothing goes to the server: it would take minutes."""
    from unittest.mock import patch

    from communs.courrier.remise import Liaison
    from veille.abonnements.envois import preparer_envoi
    from veille.abonnements.expedition import expedier

    _abonner(nombre)
    envoi = preparer_envoi(numero)
    gc.collect()
    releves: dict[int, int] = {}
    numeros, points = count(1), (max(1, nombre // 100), nombre)

    def remettre(*args: object) -> None:
        n = next(numeros)
        if n in points:
            releves[n] = _rss()

    with patch.object(Liaison, "remettre", remettre):
        while expedier(envoi.pk, duree=60):
            pass
    return releves[points[0]], releves[points[1]]


def _rss() -> int:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() // 1024**2


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.charge.settings"
    import django

    django.setup()
    from django.core.management import call_command

    for commande in ("migrate", "charger_contenu"):
        call_command(commande, verbosity=0)
    sys.stdout.write("\n".join(lignes(*map(int, sys.argv[1:]))) + "\n")
