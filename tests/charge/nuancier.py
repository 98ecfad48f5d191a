"""The teinte page beside an empty view: kept by the page cache, and written anew at each request.

Alone: `python -m config.embarque executer --ephemere python -m tests.charge.nuancier`.
"""

import os
import sys

SANS_CACHE = "?sans-cache=1"  # an address with a query is never kept


def _teinte() -> str:
    """The page of the fullest teinte shipped, or of one made here when the chart is empty."""
    from django.db.models import Count

    from nuancier.models import Teinte
    from tests.outils.teintes import creer_teinte

    pleines = Teinte.objects.en_vue().annotate(cites=Count("citations")).order_by("-cites", "pk")
    return (pleines.first() or creer_teinte("4.1")).get_absolute_url()


def _requetes(chemin: str) -> int:
    """Queries of a page that no cache keeps."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(SERVER_NAME="localhost")
    with CaptureQueriesContext(connection) as requetes:
        if client.get(chemin).status_code != 200:
            raise RuntimeError(chemin)
    return len(requetes)


def lignes() -> list[str]:
    """The section of `docs/mesures.md`."""
    from tests.charge import debit
    from tests.charge.serveur import serveur

    chemin = _teinte()
    with serveur() as adresse:
        debits = debit.mesurer(
            adresse,
            {
                "vue vide": "/vide/",
                "teinte (cache)": chemin,
                "teinte (sans cache)": chemin + SANS_CACHE,
            },
        )
    tableau = [
        "## Nuancier",
        "",
        f"La page de la teinte la plus fournie, `{chemin}`, à côté d’une vue vide, comme ci-dessus "
        f"(`tests/charge/nuancier.py`). Sans cache, elle coûte {_requetes(chemin + SANS_CACHE)} requêtes "
        "à la base, quoi que contienne le nuancier.",
        "",
        "| page | requêtes/s | rapport à la vue vide | visé |",
        "|---|---:|---:|---|",
    ]
    for nom, valeur in debits.items():
        rapport = f"{valeur / debits['vue vide']:.2f}".replace(".", ",")
        tableau.append(f"| {nom} | {valeur:.0f} | {rapport} | {'≥ 0,5' if '(cache)' in nom else '–'} |")
    return tableau


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
