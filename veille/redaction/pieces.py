"""The sorts of pieces of an issue: how each is named, and what holds it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet

from veille.models import Decouverte, Encadre, Numero, Partenaire, Parution, RendezVous, Rubrique


@dataclass(frozen=True)
class Nature:
    """`cle` is the word of its addresses; `parent` names what holds it, `du_numero` leads to the issue.

    `article`: « la rubrique », for sentences. Pieces of one `parent` are in order.
    """

    cle: str
    modele: type[Any]
    article: str
    nouvelle: str
    parent: str
    du_numero: str

    def de(self, numero: Numero) -> QuerySet[Any]:
        return self.modele._base_manager.filter(**{self.du_numero: numero})

    def voisines(self, piece: Any) -> QuerySet[Any]:
        """The pieces among which this one has its place, itself included."""
        filtre: dict[str, Any] = {f"{self.parent}_id": getattr(piece, f"{self.parent}_id")}
        if self.modele is Parution:
            filtre["rubrique_id"] = piece.rubrique_id
        return self.modele._base_manager.filter(**filtre).order_by("rang", "pk")


RUBRIQUE = Nature("rubrique", Rubrique, "la rubrique", "Une nouvelle rubrique", "numero", "numero")
NOTICE = Nature("notice", Parution, "la notice", "Une nouvelle notice", "numero", "numero")
ENCADRE = Nature("encadre", Encadre, "l’encadré", "Un nouvel encadré", "rubrique", "rubrique__numero")
DECOUVERTE = Nature(
    "decouverte", Decouverte, "la découverte", "Une chose à découvrir", "encadre", "encadre__rubrique__numero"
)
AGENDA = Nature("agenda", RendezVous, "le rendez-vous", "Un nouveau rendez-vous", "numero", "numero")
PARTENAIRE = Nature("partenaire", Partenaire, "le partenaire", "Un nouveau partenaire", "numero", "numero")

NATURES: Mapping[str, Nature] = {
    n.cle: n for n in (RUBRIQUE, NOTICE, ENCADRE, DECOUVERTE, AGENDA, PARTENAIRE)
}


def enfants(piece: Model) -> list[Model]:
    """The rows that go with this one when it goes, itself first: in the order in which to put them back."""
    lignes: list[Model] = [piece]
    if isinstance(piece, Rubrique):
        lignes += piece.parutions.all()
        for encadre in piece.encadres.all():
            lignes += enfants(encadre)
    elif isinstance(piece, Encadre):
        lignes += piece.decouvertes.all()
    return lignes
