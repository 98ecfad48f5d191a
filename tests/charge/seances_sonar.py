"""One Sonar séance: 300 people come in and hand in the style test within five seconds, one wall looking.

`python -m config.embarque executer --ephemere python -m tests.charge.seances_sonar [people]` alone.
"""

import http.client
import re
import sys
import time
from uuid import uuid4

from tests.charge import seances
from tests.charge.seances import FENETRE, PERSONNES, Preparee, Salle, Telephone


def _preparer() -> Preparee:
    """An open séance whose test is on stage: its room, the sheet, the wall, a session's cookie."""
    from django.conf import settings
    from django.test import Client
    from django.urls import reverse

    from communs.collectivites.models import Compte
    from tests.outils.sonar_seances import mener, ouvrir

    compte = Compte.objects.create_user("sonar@port-lumiere.example", None, prenom="Sonar")
    seance = ouvrir(compte)
    mener(seance, "ouvert")
    client = Client()
    client.force_login(compte)
    return (
        seance.adresse_publique,
        reverse("sonar_salle:test", args=[seance.code]),
        seance.adresse("projection"),
        client.cookies[settings.SESSION_COOKIE_NAME].value,
    )


def _personne(hote: str, salle: str, test: str, mesure: Salle, depart: float, quand: float) -> None:
    """Come in, take the sheet, hand it in."""
    time.sleep(max(0.0, depart + quand - time.monotonic()))
    debut = time.monotonic()
    telephone = Telephone(hote)
    try:
        telephone.demander(salle)
        code, _ = telephone.demander(f"{salle}entrer/", {"prenom": "", "demande": str(uuid4())})
        if code == 302:
            _, page = telephone.demander(test)
            questions = dict.fromkeys(re.findall(r'name="(question-[^"]+)"', page), "a")
            code, _ = telephone.demander(test, questions) if questions else (0, "")
        probleme = "" if code == 302 else f"HTTP {code}"
    except (OSError, http.client.HTTPException) as erreur:
        probleme = repr(erreur)
    mesure.noter(debut, probleme)


def lignes(adresse: str, personnes: int = PERSONNES) -> list[str]:
    """The section of docs/mesures.md."""
    salle = seances.mesurer(adresse, _preparer(), personnes, _personne)
    return [
        "## Une séance du Sonar",
        "",
        f"{personnes} personnes entrent et remettent leur feuille du test en {FENETRE:.0f} secondes, en "
        f"quatre requêtes\u00a0: {len(salle.durees)} feuilles prises, {len(salle.erreurs)} erreurs\u00a0; "
        f"95\u00a0% en moins de {seances.virgule(salle.p95)} s de bout en bout\u00a0; l’écran projeté les "
        f"compte au plus tard {seances.virgule(salle.retard)} s après (`tests/charge/seances_sonar.py`).",
        "",
    ]


if __name__ == "__main__":
    sys.exit(seances.principal(lignes))
