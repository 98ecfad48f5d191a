"""The whole chart as a booklet: what the task adds to the engine, and what a worker weighs after."""

import os
import signal
import subprocess
import sys
import time

import psutil

from tests.charge.weasyprint_nu import comparer

TOURS = 5
RELEVES = (1, 2, 4, 6)  # booklets of the whole chart
LIMITE = 1800  # seconds


def lignes() -> list[str]:
    """Measure and report in Markdown."""
    cout = comparer(lambda tour: _demander(1000 + tour), TOURS)
    poids = _poids()
    return [
        "## Nuancier en livret",
        "",
        f"Le Nuancier entier, {cout.pages} pages A5 : WeasyPrint seul {cout.seul:.1f} s, la tâche entière "
        f"sans file (réclamer, composer, imprimer, écrire, enregistrer) {cout.tache:.1f} s ; rapport "
        f"{cout.rapport}, visé "
        "≤ 1,25. Même HTML, mêmes options, polices lues une fois des deux côtés, mesures "
        f"entrelacées, médianes de {TOURS} tours (`tests/charge/nuancier_livret.py`). Une demande "
        f"inchangée n’imprime rien et répond en {cout.encore * 1000:.0f} ms.",
        "",
        "Mémoire d’un processus de worker après chaque livret entier :",
        "",
        "| livrets | " + " | ".join(str(n) for n in poids) + " |",
        "|---|" + "---:|" * len(poids),
        "| Mo (RSS) | " + " | ".join(f"{mo:.0f}" for mo in poids.values()) + " |",
    ]


def _demander(rang: int):
    """The whole chart, unlike the last time: a summary says another number."""
    from communs.collectivites.identite import PERSONNE
    from communs.livrets.services import demander
    from nuancier.exports.livrets import LIVRET
    from nuancier.exports.selection import selectionner
    from nuancier.models import Teinte

    Teinte.objects.filter(code="1.1").update(resume=f"Prendre du recul, tour {rang}.")
    selection = selectionner("tout", PERSONNE)
    assert selection is not None
    return demander(gabarit=LIVRET, objet=selection, identite=PERSONNE), selection


def _poids() -> dict[int, float]:
    """Megabytes of the printing process of a real worker after so many booklets of the whole chart."""
    from celery import current_app

    from communs.livrets.enums import Etat
    from communs.livrets.models import Tirage

    worker = subprocess.Popen(
        [sys.executable, "-m", "celery", "-A", "config", "worker", "--concurrency=1", "-l", "ERROR"],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "tests.charge.settings"},
        start_new_session=True,
    )
    poids: dict[int, float] = {}
    debut = time.monotonic()
    try:
        for rang in range(1, max(RELEVES) + 1):
            livret, _ = _demander(rang)
            current_app.send_task("communs.livrets.tasks.fabriquer", args=[livret.tirage_id])
            while not Tirage.objects.filter(pk=livret.tirage_id, etat=Etat.PRET).exists():
                if time.monotonic() - debut > LIMITE:
                    raise RuntimeError("Le worker n’a pas fini.")
                time.sleep(0.2)
            time.sleep(1)  # the memory is given back after the outcome is told
            if rang in RELEVES:
                poids[rang] = max(e.memory_info().rss for e in psutil.Process(worker.pid).children()) / 1e6
    finally:
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()
    return poids
