"""Sonar's newspaper beside bare WeasyPrint on the same page, and what a process weighs that prints it.

Alone: `python -m config.embarque executer --ephemere python -m tests.charge.sonar_journal [TURNS]`.
"""

import os
import resource
import sys
import time

TOURS = 5


def lignes(tours: int = TOURS) -> list[str]:
    """The section of `docs/mesures.md`."""
    from tests.charge.weasyprint_nu import comparer

    poids = _peser()
    cout = comparer(_demander, tours, time.process_time)
    return [
        "## Journal du Sonar",
        "",
        f"Le journal entier, {cout.pages} pages, {cout.octets / 1000:.0f} ko : WeasyPrint seul "
        f"{_s(cout.seul)}, la tâche entière sans file (réclamer, composer, imprimer, écrire, enregistrer) "
        f"{_s(cout.tache)} ; rapport {cout.rapport}, visé ≤ 1,25. Même HTML, mêmes options, polices lues une "
        f"fois des deux côtés, mesures entrelacées, temps de processeur, médianes de {tours} tours "
        "(`tests/charge/sonar_journal.py`). Une demande inchangée n’imprime rien et répond en "
        f"{cout.encore * 1000:.0f} ms. Un processus neuf qui ne fait que cette tâche monte à {poids} Mo.",
        "",
    ]


def _s(secondes: float) -> str:
    return f"{secondes:.2f} s".replace(".", ",")


def _demander(rang: int):
    """The newspaper, unlike the last time: its first question ends with another number."""
    from communs.collectivites.identite import PERSONNE
    from communs.livrets.services import demander
    from sonar.journal.edition import Edition
    from sonar.journal.enums import Forme
    from sonar.journal.livrets import GABARITS
    from sonar.models import Question

    Question.objects.filter(numero=1).update(intitule=f"Qu’est-ce qui vous fait le plus envie ? {rang}")
    edition = Edition(Forme.JOURNAL)
    return demander(gabarit=GABARITS[Forme.JOURNAL], objet=edition, identite=PERSONNE), edition


def _peser() -> int:
    """Megabytes at the highest of a new process that prints it and nothing else."""
    from django.db import connections

    livret, _ = _demander(1000)
    connections.close_all()
    lecture, ecriture = os.pipe()
    if (enfant := os.fork()) == 0:
        from communs.livrets import services

        etat = services.fabriquer(livret.tirage_id).etat
        # Linux counts in kilobytes.
        os.write(ecriture, f"{etat} {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}".encode())
        os._exit(0)
    os.close(ecriture)
    with os.fdopen(lecture) as flux:
        etat, poids = flux.read().split()
    os.waitpid(enfant, 0)
    assert etat == "pret", etat
    return int(poids)


def principal() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.charge.settings"
    import django

    django.setup()
    from django.core.management import call_command

    for commande in ("migrate", "fabriquer_polices", "charger_contenu"):
        call_command(commande, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    sys.stdout.write("\n".join(lignes(*map(int, sys.argv[1:2]))) + "\n")


if __name__ == "__main__":
    principal()
