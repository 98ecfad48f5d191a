"""A search of the notices, as its address says it."""

from dataclasses import dataclass, field

from django.db.models import TextChoices
from django.utils.http import urlencode

from communs.catalogue import demande
from veille.recherche.filtres import Filtres


class Tri(TextChoices):
    PERTINENCE = demande.PERTINENCE, "Pertinence"
    DATE = "date", "Date"
    TITRE = "titre", "Titre"


@dataclass(frozen=True)
class Demande(demande.Demande):
    filtres: Filtres = field(default_factory=Filtres)

    @property
    def ordre(self) -> str:
        """Relevance when there are words, the newest first when there are none."""
        ordre = super().ordre
        return Tri.DATE if ordre == Tri.PERTINENCE and not self.mots else ordre

    @property
    def requete(self) -> str:
        """`retenir`, as an address ends, without « ? »: the address of its exports and of its feed."""
        return urlencode(self.retenir)
