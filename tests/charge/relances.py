"""Ten thousand reminders to a local SMTP server, by workers that are killed at random points."""

import contextlib
import logging
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from datetime import timedelta
from uuid import uuid4

from aiosmtpd.controller import Controller

from tests.courrier.conftest import port_libre

PERSONNES = 10_000
DATES = 2  # per person
DOSSIERS = 20
LIMITE = 1500  # seconds
ARRETS = ("composition", "envoi", "envoi")  # when each worker is killed


class Boite:
    """Counts the mails received by each address."""

    def __init__(self) -> None:
        self.recus: Counter[str] = Counter()

    async def handle_DATA(self, server, session, envelope) -> str:
        self.recus[envelope.rcpt_tos[0]] += 1
        return "250 OK"


def lignes() -> list[str]:
    """Measure and report in Markdown."""
    _preparer()
    mille, dix_mille = _composer(1000), _composer(PERSONNES)
    bilan = _envoyer_malgre_les_arrets()
    return [
        "## Relances",
        "",
        f"{PERSONNES} personnes à relancer (la moitié sans compte), {DATES} échéances chacune, dans "
        f"{DOSSIERS} dossiers. Composer et déposer les courriels, sans les envoyer : "
        f"{_virgule(mille)} s le millier quand il y en a mille, {_virgule(dix_mille / 10)} s quand il y en a "
        "dix mille (même nombre de requêtes par lot de 100 : `tests/echeances/test_relances.py` le compte).",
        "",
        f"De bout en bout (un worker, serveur SMTP local), le worker tué {len(ARRETS)} fois "
        f"(`kill -9` au hasard, graine {bilan['graine']}) : {bilan['recus']} courriels reçus en "
        f"{bilan['duree']:.0f} s, soit {_virgule(bilan['duree'] / PERSONNES * 1000)} s le millier ; "
        f"personnes relancées deux fois : {bilan['doubles']} (visé : 0) ; oubliées : {bilan['oublies']} "
        f"(visé : 0) ; envois « incertains » : {bilan['incertains']} (visé : {len(ARRETS)} au plus, un par "
        "arrêt) (`tests/charge/relances.py`).",
    ]


def _virgule(secondes: float) -> str:
    return f"{secondes:.1f}".replace(".", ",")


def _preparer() -> None:
    from django.db import connection
    from django.utils import timezone

    from communs.collectivites.enums import TypeCollectivite
    from communs.collectivites.models import Collectivite, Compte
    from communs.dossiers.models import Dossier, Participant
    from communs.echeances.calculs import aujourd_hui, fuseaux_ouverts, prochain_rappel
    from communs.echeances.models import Echeance
    from communs.etats.models import Acteur

    maintenant = timezone.now()
    # Wherever this runs and at whatever hour, it is morning for these people.
    fuseau = min(fuseaux_ouverts(maintenant), key=lambda f: maintenant.astimezone(_zone(f)).hour)
    collectivite = Collectivite.objects.create(
        nom="Charge",
        identifiant="charge",
        type=TypeCollectivite.COMMUNE,
        siren="217500016",
        fuseau=fuseau,
    )
    dossiers = [
        Dossier.objects.create(collectivite=collectivite, genre="charge", titre=f"Affaire {n}")
        for n in range(DOSSIERS)
    ]
    comptes = Compte.objects.bulk_create(
        Compte(email=f"compte{n}@charge.example", prenom=f"Camille {n}") for n in range(PERSONNES // 2)
    )
    acteurs = Acteur.objects.bulk_create(Acteur(compte=c) for c in comptes)
    acteurs += Acteur.objects.bulk_create(Acteur(nom=f"Invitée {n}") for n in range(PERSONNES // 2))
    participants = Participant.objects.bulk_create(
        Participant(
            dossier=dossiers[n % DOSSIERS],
            acteur=acteur,
            compte=acteur.compte,
            email="" if acteur.compte else f"invitee{n}@charge.example",
            roles=["charge"],
        )
        for n, acteur in enumerate(acteurs)
    )
    jour = aujourd_hui(maintenant, fuseau)
    Echeance.objects.bulk_create(
        Echeance(
            genre="charge",
            reference=uuid4(),
            dossier=participant.dossier,
            responsable=participant,
            libelle=f"Tâche {n} du plan d’actions, à mener avec les services",
            adresse="/espace/charge/",
            le=jour + timedelta(days=ecart),
            rappel_le=prochain_rappel(jour + timedelta(days=ecart)),
        )
        for n, participant in enumerate(participants)
        for ecart in (-3, 5)[:DATES]
    )
    with connection.cursor() as curseur:
        curseur.execute("ANALYZE")  # as the autovacuum of a server that lives does


def _zone(fuseau: str):
    from zoneinfo import ZoneInfo

    return ZoneInfo(fuseau)


def _effacer_les_relances() -> None:
    from django.db.models import F

    from communs.courrier.models import Courriel
    from communs.echeances.models import Destinataire, Echeance, Relance

    Relance.objects.all().delete()
    Courriel.objects.all().delete()
    Destinataire.objects.all().delete()
    Echeance.objects.update(rappel_le=F("le") - timedelta(days=7), faite_le=None)


def _composer(nombre: int) -> float:
    """Seconds to write the mails of so many people, in this process."""
    from django.utils import timezone

    from communs.dossiers.models import Participant
    from communs.echeances.models import Echeance
    from communs.echeances.relances import relancer

    _effacer_les_relances()
    premiers = Participant.objects.order_by("pk").values("pk")[:nombre]
    Echeance.objects.exclude(responsable__in=premiers).update(faite_le=timezone.now())
    debut = time.perf_counter()
    assert relancer(duree=LIMITE) == nombre
    return time.perf_counter() - debut


def _envoyer_malgre_les_arrets() -> dict:
    from communs.courrier.enums import Etat
    from communs.courrier.models import Courriel
    from communs.courrier.services import balayer

    _effacer_les_relances()
    logging.getLogger("mail.log").setLevel(logging.ERROR)
    graine = random.randrange(10_000)
    hasard = random.Random(graine)
    boite = Boite()
    port = port_libre()
    serveur = Controller(boite, hostname="127.0.0.1", port=port)
    serveur.start()
    avancees = {
        "composition": lambda: Courriel.objects.count(),
        "envoi": lambda: sum(boite.recus.values()),
    }
    arrets = [("composition", hasard.randrange(500, PERSONNES - 500))]
    arrets += sorted(("envoi", hasard.randrange(100, PERSONNES - 500)) for _ in ARRETS[1:])
    debut = time.monotonic()
    worker = _worker(port)
    try:
        while True:
            assert time.monotonic() - debut < LIMITE, "le worker n’a pas fini"
            _battre()
            if arrets and avancees[arrets[0][0]]() >= arrets[0][1]:
                arrets.pop(0)
                _abattre(worker)
                worker = _worker(port)
            termines = Courriel.objects.filter(etat__in=(Etat.ENVOYE, Etat.RECLAME, Etat.INCERTAIN)).count()
            if termines == PERSONNES and not arrets:
                break
            time.sleep(0.05)
        duree = time.monotonic() - debut
    finally:
        _abattre(worker)
        serveur.stop()
    Courriel.objects.filter(etat=Etat.RECLAME).update(
        reclame_le=Courriel.objects.earliest("cree_le").cree_le - timedelta(hours=1)
    )
    balayer()
    incertains = set(Courriel.objects.filter(etat=Etat.INCERTAIN).values_list("destinataire", flat=True))
    tous = set(Courriel.objects.values_list("destinataire", flat=True))
    bilan = {
        "graine": graine,
        "duree": duree,
        "recus": sum(boite.recus.values()),
        "doubles": sum(1 for n in boite.recus.values() if n > 1),
        "incertains": len(incertains),
        "oublies": PERSONNES - len(tous) + len(tous - set(boite.recus) - incertains),
    }
    assert bilan["doubles"] == bilan["oublies"] == 0, bilan
    assert bilan["incertains"] <= len(ARRETS), bilan
    return bilan


def _battre() -> None:
    """What beat does, without waiting for the minute: ask again once the queue is empty."""
    import redis
    from celery import current_app
    from django.conf import settings

    if redis.Redis.from_url(settings.REDIS_URL).llen("celery") == 0:
        current_app.send_task("communs.echeances.tasks.relancer")
        current_app.send_task("communs.courrier.tasks.balayer")


def _worker(port: int) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-m", "celery", "-A", "config", "worker", "--concurrency=1", "-l", "ERROR"],
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.charge.settings",
            "EMAIL_URL": f"smtp://127.0.0.1:{port}",
            "VIGIE_NIVEAU": "ERROR",
        },
        start_new_session=True,
    )


def _abattre(worker: subprocess.Popen) -> None:
    """kill -9 of the worker and its child."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(worker.pid, signal.SIGKILL)
    worker.wait()


if (
    __name__ == "__main__"
):  # alone: python -m config.embarque executer --ephemere python -m tests.charge.relances
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.charge.settings"
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    sys.stdout.write("\n".join(lignes()) + "\n")
