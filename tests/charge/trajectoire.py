"""The trajectory's poster and booklet: what the task adds to the engine.

Alone: `python -m config.embarque executer --ephemere python -m tests.charge.trajectoire`.
"""

import functools
import os
import sys

from tests.charge.weasyprint_nu import comparer

TOURS = 5


def lignes() -> list[str]:
    """Measure and report in Markdown."""
    affiche = comparer(_affiche, TOURS)
    livret = comparer(_livret, TOURS)
    return [
        "## Trajectoire",
        "",
        f"L’affiche A2 : WeasyPrint seul {affiche.seul:.2f} s, la tâche entière sans file "
        f"{affiche.tache:.2f} s ; rapport {affiche.rapport}. Le livret d’un tour de trois "
        f"personnes, {livret.pages} pages A4 : "
        f"{livret.seul:.2f} s et {livret.tache:.2f} s ; rapport {livret.rapport}. Visé ≤ 1,25. "
        f"Même HTML, mêmes options, mesures entrelacées, médianes de {TOURS} tours "
        "(`tests/charge/trajectoire.py`).",
    ]


def _affiche(tour: int):
    """The poster, unlike the last time: a principle says another number."""
    from communs.collectivites.identite import PERSONNE
    from communs.livrets.services import demander
    from sonar.trajectoire.livrets import AFFICHE, Affiche
    from sonar.trajectoire.models import Principe

    Principe.objects.filter(rang=1).update(texte=f"Les formules ne transforment rien, tour {tour}.")
    return demander(gabarit=AFFICHE, objet=Affiche(), identite=PERSONNE), Affiche()


def _livret(tour: int):
    """A round of three people who answered everything, of another subject each time."""
    from communs.collectivites.identite import Identite
    from communs.livrets.services import demander
    from sonar.trajectoire.services import LIVRET

    present, compte = _tour(tour)
    return demander(gabarit=LIVRET, objet=present, identite=Identite(compte)), present


@functools.cache
def _tour(tour: int):
    """The round of this turn, and who may print it."""
    from communs.collectivites.models import Adhesion, Collectivite, Compte
    from sonar.trajectoire.models import EtapeTrajectoire
    from tests.outils.trajectoires import clore, ouvrir, remettre, tour_de

    collectivite, _ = Collectivite.objects.get_or_create(
        identifiant="charge", defaults={"nom": "Charge", "type": "commune", "siren": "217500016"}
    )
    gens = [
        Compte.objects.get_or_create(
            email=f"charge-{n}@charge.example", defaults={"prenom": f"Personne {n}"}
        )[0]
        for n in range(3)
    ]
    for compte in gens:
        Adhesion.objects.get_or_create(compte=compte, collectivite=collectivite)
    sujet = ouvrir(gens[0], collectivite, f"Sujet {tour}")
    present = tour_de(sujet)
    cles = list(EtapeTrajectoire.objects.values_list("cle", flat=True))
    for niveau, compte in enumerate(gens):
        remettre(compte, present, dict.fromkeys(cles, [niveau] * 5), note="Une note de quelques mots.")
    clore(gens[0], present)
    return tour_de(sujet), gens[0]


def principal() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.charge.settings"
    import django

    django.setup()
    from django.core.management import call_command

    for commande in ("migrate", "fabriquer_polices", "charger_contenu"):
        call_command(commande, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    sys.stdout.write("\n".join(lignes()) + "\n")


if __name__ == "__main__":
    principal()
