"""The portrait of a group of twenty-four beside bare WeasyPrint on the same page.

Alone: `python -m config.embarque executer --ephemere python -m tests.charge.portrait_de_groupe [TURNS]`.
"""

import functools
import os
import sys

TOURS = 7
GENS = 24


def lignes(tours: int = TOURS) -> list[str]:
    """The section of `docs/mesures.md`."""
    from tests.charge.weasyprint_nu import comparer

    cout = comparer(_demander, tours)
    return [
        "## Le portrait d’un groupe",
        "",
        f"{GENS} feuilles, {cout.pages} pages A4 : WeasyPrint seul {cout.seul * 1000:.0f} ms, la tâche "
        f"entière sans file {cout.tache * 1000:.0f} ms ; rapport {cout.rapport}, visé ≤ 1,25. Mesuré comme "
        f"les livrets de la fabrique, médianes de {tours} tours (`tests/charge/portrait_de_groupe.py`).",
        "",
    ]


def _demander(tour: int):
    from communs.collectivites.identite import Identite
    from sonar.seances.services import demander_le_portrait

    seance = _seance(tour)
    return demander_le_portrait(seance=seance, identite=Identite(seance.animee_par)), seance


@functools.cache
def _seance(tour: int):
    """Closed, of another title each time."""
    from communs.collectivites.models import Compte
    from communs.seances.models import Seance
    from tests.outils.sonar_seances import PUR, clore, mener, ouvrir, remplir

    compte, _ = Compte.objects.get_or_create(email="portrait@charge.example", defaults={"prenom": "Alice"})
    seance = mener(ouvrir(compte, titre=f"Groupe {tour}"), "ouvert")
    remplir(seance, *(list(PUR.values()) * (GENS // len(PUR))))
    clore(seance)
    return Seance.objects.select_related("sonar__collectivite", "portrait_sonar").get(pk=seance.pk)


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
