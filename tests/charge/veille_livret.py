"""The booklet of an issue, `veille-numero`, beside bare WeasyPrint on the same page.

Alone: `python -m config.embarque executer --ephemere python -m tests.charge.veille_livret [TURNS]`.
"""

import os
import sys

TOURS = 7


def lignes(tours: int = TOURS) -> list[str]:
    """The section of `docs/mesures.md`."""
    from tests.charge.weasyprint_nu import comparer

    numero = _livre()
    cout = comparer(lambda tour: _demander(numero, tour), tours)
    return [
        "## Numéro de veille en livret",
        "",
        f"Le numéro livré, {cout.pages} pages A5 : WeasyPrint seul {_ms(cout.seul)}, la tâche entière sans "
        f"file (réclamer, composer, imprimer, écrire, enregistrer) {_ms(cout.tache)} ; rapport "
        f"{cout.rapport}, visé ≤ 1,25. Même HTML, mêmes options, polices lues une fois des deux côtés, "
        f"mesures entrelacées, médianes de {tours} tours (`tests/charge/veille_livret.py`). Une demande "
        f"inchangée n’imprime rien et répond en {_ms(cout.encore)}.",
        "",
    ]


def _livre():
    from veille.models import Numero

    return Numero.objects.get(bulletin__cle="en-quelques-clics", cle="hors-serie-2")


def _demander(numero, rang: int):
    """The booklet, unlike the last time: the editorial ends with another number."""
    from communs.collectivites.identite import PERSONNE
    from communs.livrets.services import demander
    from veille.lecture.livrets import NUMERO
    from veille.models import Numero

    Numero.objects.filter(pk=numero.pk).update(editorial=f"{numero.editorial}\n\n{rang}")
    entier = Numero.objects.entiers().get(pk=numero.pk)
    return demander(gabarit=NUMERO, objet=entier, identite=PERSONNE), entier


def _ms(secondes: float) -> str:
    return f"{secondes * 1000:.0f} ms"


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
