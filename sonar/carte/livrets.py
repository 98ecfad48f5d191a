"""The map on paper: a poster for everybody (A3), and one's own mix (A4)."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from communs.collectivites.identite import Identite
from communs.livrets.gabarits import Gabarit, inscrire
from sonar.carte import imprime, lecture
from sonar.carte.models import Melange
from sonar.carte.services import MELANGE

AFFICHE, REFERENCE = "sonar.carte", "carte"


def _melange(reference: str, identite: Identite | None) -> Melange | None:
    """A mix by its address, which is the right to read it."""
    return Melange.objects.select_related("compte").filter(uuid=UUID(reference)).first()


def _contexte_du_melange(melange: Melange, parametres: Mapping[str, Any]) -> dict[str, Any]:
    lu = lecture.lire(melange.concepts)
    return {
        "lu": lu,
        "poles": lecture.legende(),
        "suites": lecture.suites([*lu.opposees, *lu.voisines]),
        "adresse": settings.VIGIE_ADRESSE,
    }


inscrire(
    Gabarit(
        cle=AFFICHE,
        nom="La carte des ressources",
        permission="sonar.imprimer_la_carte",
        template="sonar/carte/affiche.html",
        obtenir=lambda reference, identite: reference if reference == REFERENCE else None,
        reference=str,
        contexte=lambda objet, parametres: {**imprime.contexte(), "adresse": settings.VIGIE_ADRESSE},
        fichier=lambda objet: "carte-des-ressources",
        retour=lambda objet: reverse("sonar:carte"),
        retour_vers="Revenir à la carte",
    )
)

inscrire(
    Gabarit(
        cle=MELANGE,
        nom="Votre mélange de ressources",
        permission="sonar.lire_melange",
        template="sonar/carte/livret.html",
        obtenir=_melange,
        reference=lambda melange: str(melange.uuid),
        contexte=_contexte_du_melange,
        fichier=lambda melange: "melange-sonar",
        retour=lambda melange: melange.get_absolute_url(),
        retour_vers="Revenir à votre mélange",
    )
)
