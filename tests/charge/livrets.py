"""What the room adds to the engine, and what a worker weighs after two hundred booklets."""

import os
import re
import signal
import statistics
import subprocess
import sys
import time
from datetime import timedelta

import psutil
from django.conf import settings
from django.utils import timezone

TOURS = 15
NOMBRE = 200
RELEVES = (1, 10, 50, 100, 150, 200)
LIMITE = 1800  # seconds


def lignes() -> list[str]:
    """Measure and report in Markdown."""
    seul, tache = _cout()
    poids = _poids()
    rapport = f"{tache / seul:.2f}".replace(".", ",")
    return [
        "## Livrets",
        "",
        f"Carnet personnel, douze pages A5 : WeasyPrint seul {seul * 1000:.0f} ms, la tâche entière sans "
        "file (réclamer, composer, imprimer, écrire, enregistrer) "
        f"{tache * 1000:.0f} ms ; rapport {rapport}, "
        f"visé ≤ 1,25. Même HTML, mêmes options, à chaud, mesures entrelacées, médianes de {TOURS} tours "
        "(`tests/charge/livrets.py`). Une seconde demande n’imprime rien : `tests/livrets/` le compte.",
        "",
        f"Mémoire d’un processus de worker au fil de {NOMBRE} carnets différents :",
        "",
        "| carnets | " + " | ".join(str(n) for n in poids) + " |",
        "|---|" + "---:|" * len(poids),
        "| Mo (RSS) | " + " | ".join(f"{mo:.0f}" for mo in poids.values()) + " |",
        "",
        f"Visé : plate. Du premier au dernier : {f'{poids[NOMBRE] - poids[1]:+.1f}'.replace('.', ',')} Mo.",
    ]


def _demander(rang: int):
    """A carnet unlike the others: its sheet was handed in on another day."""
    from communs.collectivites.identite import PERSONNE
    from sonar.essais import lire_essai, nouvel_essai
    from sonar.models import Option, Question, Tentative
    from sonar.services import demander_carnet, remettre

    styles = ("usages", "usages", "hybridation", "hybridation", "solution", "usages")
    choix = [
        Option.objects.get(question=question, style=style)
        for question, style in zip(Question.objects.all(), styles, strict=True)
    ]
    tentative = remettre(essai=lire_essai(nouvel_essai()), choix=choix, identite=PERSONNE)
    Tentative.objects.filter(pk=tentative.pk).update(remise_le=timezone.now() - timedelta(days=rang))
    lue = Tentative.objects.par_adresse().get(pk=tentative.pk)
    return demander_carnet(tentative=lue, identite=PERSONNE), lue


def _cout() -> tuple[float, float]:
    """Median seconds of bare WeasyPrint and of the whole task."""
    from celery import current_app
    from weasyprint import HTML
    from weasyprint.text.fonts import FontConfiguration

    from communs.livrets import services
    from communs.livrets.rendu import OPTIONS, composer

    polices = FontConfiguration()  # read once on both sides, as the room does
    seuls, taches = [], []
    for tour in range(TOURS + 2):
        livret, tentative = _demander(5000 + tour)
        current_app.control.purge()
        html = composer(livret.sorte, tentative, {}).html
        # Plain files for the engine's own loader, at the addresses where ours stand.
        html = re.sub(rf'(href|src)="{settings.STATIC_URL}', rf'\1="file://{settings.STATIC_ROOT}/', html)
        debut = time.perf_counter()
        octets = HTML(string=html, base_url="http://localhost/").write_pdf(font_config=polices, **OPTIONS)
        milieu = time.perf_counter()
        tirage = services.fabriquer(livret.tirage_id)
        fin = time.perf_counter()
        assert tirage is not None and tirage.etat == "pret", tirage and tirage.erreur
        assert abs(len(octets) - tirage.taille) < 3000, (len(octets), tirage.taille)
        if tour >= 2:  # warm
            seuls.append(milieu - debut)
            taches.append(fin - milieu)
    return statistics.median(seuls), statistics.median(taches)


def _poids() -> dict[int, float]:
    """Megabytes of the printing process of a real worker after so many booklets."""
    from communs.livrets.enums import Etat
    from communs.livrets.models import Tirage

    deja = Tirage.objects.filter(etat=Etat.PRET).count()
    for rang in range(NOMBRE):
        _demander(rang)
    worker = subprocess.Popen(
        [sys.executable, "-m", "celery", "-A", "config", "worker", "--concurrency=1", "-l", "ERROR"],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "tests.charge.settings"},
        start_new_session=True,
    )
    poids: dict[int, float] = {}
    debut = time.monotonic()
    try:
        while len(poids) < len(RELEVES):
            if time.monotonic() - debut > LIMITE:
                raise RuntimeError("Le worker n’a pas fini.")
            faits = Tirage.objects.filter(etat=Etat.PRET).count() - deja
            suivant = RELEVES[len(poids)]
            if faits >= suivant:
                enfants = psutil.Process(worker.pid).children()
                poids[suivant] = max(e.memory_info().rss for e in enfants) / 1e6
            time.sleep(0.1)
    finally:
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()
    return poids
