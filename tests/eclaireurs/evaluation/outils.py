"""Addresses and bits of pages."""

import re
from uuid import UUID

from django.urls import reverse

from tests.outils.evaluations import Evaluation

HTMX = {"HTTP_HX_REQUEST": "true"}


def adresse(evaluation: Evaluation, nom: str = "suivi", *args: object) -> str:
    dossier = evaluation.dossier
    return reverse(f"evaluation:{nom}", args=[dossier.collectivite.identifiant, dossier.uuid, *args])


def rangee(html: str, uuid: UUID) -> str:
    """The row of this line."""
    return re.search(rf'<tr class="rangee[^>]*?id="ligne-{uuid}".*?</tr>', html, re.DOTALL)[0]


def saisie(ligne, **autres: object) -> dict[str, object]:
    """What the form of a line sends, unchanged but for `autres`."""
    noms = ("version", "titre", "service_id", "responsable_id", "debut_le", "fin_le", "note")
    valeurs = {nom.removesuffix("_id"): getattr(ligne, nom) for nom in noms}
    if hasattr(ligne, "avancement"):
        valeurs["avancement"] = ligne.avancement
    else:
        valeurs["description"] = ligne.description
    return {nom: "" if valeur is None else valeur for nom, valeur in {**valeurs, **autres}.items()}
