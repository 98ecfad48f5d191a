"""The page of an issue beside an empty view: kept by the page cache, and written anew at each request.

Alone: `python -m config.embarque executer --ephemere python -m tests.charge.veille_numero [TIMES]`: how many
times the notices of the shipped issue the long one holds.
"""

import os
import sys

FOIS = 10
SANS_CACHE = "?sans-cache=1"  # an address with a query is never kept


def numero_long(fois: int):
    """A published issue that holds the notices of the shipped one `fois` times over, each one a row."""
    from dataclasses import replace

    from tests.outils.veille import creer_numero_publie
    from veille.models import Numero
    from veille.numeros.fiches import lire

    livre = Numero.objects.entiers().get(bulletin__cle="en-quelques-clics", cle="hors-serie-2")
    fiche = lire(livre)
    rubriques = tuple(replace(rubrique, notices=rubrique.notices * fois) for rubrique in fiche.rubriques)
    return creer_numero_publie(
        fiche, bulletin=livre.bulletin, cle=f"long-{fois}", une=fiche.une * fois, rubriques=rubriques
    )


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


def lignes(fois: int = FOIS) -> list[str]:
    """The section of `docs/mesures.md`."""
    from tests.charge import debit
    from tests.charge.serveur import serveur
    from veille.models import Numero

    livre = Numero.objects.get(bulletin__cle="en-quelques-clics", cle="hors-serie-2")
    chemins = {}
    for numero in (livre, numero_long(fois)):
        nom = f"{numero.parutions.count()} notices"
        chemins[f"numéro de {nom} (cache)"] = numero.get_absolute_url()
        chemins[f"numéro de {nom} (sans cache)"] = numero.get_absolute_url() + SANS_CACHE
    with serveur() as adresse:
        debits = debit.mesurer(adresse, {"vue vide": "/vide/", **chemins})
    tableau = [
        "## Page d’un numéro de veille",
        "",
        "Le numéro livré, puis un autre de "
        f"{fois} fois ses notices, à côté d’une vue vide, comme la page d’accueil ci-dessus "
        "(`tests/charge/veille_numero.py`).",
        "",
        "| page | requêtes/s | rapport à la vue vide | requêtes à la base | visé |",
        "|---|---:|---:|---:|---|",
    ]
    for nom, valeur in debits.items():
        rapport = f"{valeur / debits['vue vide']:.3g}".replace(".", ",")
        nu = nom.endswith("(sans cache)")
        vise = "≥ 0,5" if nom.endswith("(cache)") else "requêtes constantes" if nu else "–"
        base = _requetes(chemins[nom]) if nu else ""
        tableau.append(f"| {nom} | {valeur:.0f} | {rapport} | {base} | {vise} |")
    return [*tableau, ""]


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
