"""A search of the chart, as its address says it."""

from dataclasses import dataclass, field

from django.db.models import TextChoices

from communs.catalogue import demande
from nuancier.recherche.filtres import Filtres


class Tri(TextChoices):
    PERTINENCE = demande.PERTINENCE, "Pertinence"
    NUMERO = "numero", "Numéro de teinte"


@dataclass(frozen=True)
class Demande(demande.Demande):
    filtres: Filtres = field(default_factory=Filtres)
