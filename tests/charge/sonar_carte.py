"""The map: what its page weighs with everything in it, and its two booklets beside bare WeasyPrint.

Alone: `python -m config.embarque executer --ephemere python -m tests.charge.sonar_carte [TURNS]`.
"""

import gzip
import os
import re
import sys
from pathlib import Path
from uuid import UUID

TOURS = 7


def lignes(tours: int = TOURS) -> list[str]:
    """The section of `docs/mesures.md`."""
    from tests.charge.weasyprint_nu import comparer

    page, feuilles, polices = _peser()
    couts = {
        "carte A3": comparer(_demander_la_carte, tours),
        "mélange A4": comparer(_demander_un_melange, tours),
    }
    return [
        "## La carte des ressources",
        "",
        f"La page : {_ko(page)} compressée, {_ko(page + feuilles)} avec ses feuilles de style et ses scripts "
        f"(visé ≤ 150 ko) ; ses polices, gardées par le navigateur pour tout le site, {_ko(polices)} de "
        "plus. "
        "Chercher et filtrer ne demandent rien au serveur.",
        "",
        "Les livrets, mesurés comme ceux de la fabrique (`tests/charge/sonar_carte.py`), médianes de "
        f"{tours} tours.",
        "",
        "| livret | pages | WeasyPrint nu | tâche | rapport | visé | inchangé |",
        "|---|---:|---:|---:|---:|---|---:|",
        *(
            f"| {nom} | {cout.pages} | {_ms(cout.seul)} | {_ms(cout.tache)} | {cout.rapport} | ≤ 1,25 | "
            f"{_ms(cout.encore)} |"
            for nom, cout in couts.items()
        ),
        "",
    ]


def _peser() -> tuple[int, int, int]:
    """Bytes of the page, of its sheets and scripts (compressed as served), and of all the site's fonts."""
    from django.contrib.staticfiles.storage import staticfiles_storage
    from django.test import Client

    page = Client().get("/sonar/carte/", headers={"host": "localhost"}).content
    liens = re.findall(r'(?:href|src)="/static/([^"]+\.(?:css|js))"', page.decode())
    feuilles = [Path(staticfiles_storage.path(lien)).read_bytes() for lien in liens]
    noms = {nom for feuille in feuilles for nom in re.findall(rb'url\("?([^")]+\.woff2)', feuille)}
    racine = Path(staticfiles_storage.path(""))
    polices = {f for nom in noms for f in racine.rglob(Path(nom.decode()).name)}
    return (
        len(gzip.compress(page)),
        sum(len(gzip.compress(feuille)) for feuille in feuilles),
        sum(police.stat().st_size for police in polices),
    )


def _demander_la_carte(rang: int):
    """The poster, unlike the last time: the first motto ends with another number."""
    from communs.collectivites.identite import PERSONNE
    from communs.livrets.services import demander
    from sonar.carte.livrets import AFFICHE, REFERENCE
    from sonar.carte.models import Concept

    Concept.objects.filter(cle="jugaad").update(definition=f"L’art de la débrouille, {rang}.")
    return demander(gabarit=AFFICHE, objet=REFERENCE, identite=PERSONNE), REFERENCE


def _demander_un_melange(rang: int):
    """A mix of six resources and one of its own."""
    from communs.collectivites.identite import PERSONNE
    from communs.livrets.services import demander
    from sonar.carte.models import Concept, Melange
    from sonar.carte.services import MELANGE

    cles = list(Concept.objects.de_la_carte().values_list("cle", flat=True))
    choix = {"concepts": [*cles[:6], cles[7 + rang % 60]]}
    melange, _ = Melange.objects.get_or_create(essai=UUID(int=rang + 1), defaults=choix)
    return demander(gabarit=MELANGE, objet=melange, identite=PERSONNE), melange


def _ko(octets: int) -> str:
    return f"{octets / 1000:.0f} ko"


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
