"""The first door of the fête: the members of its collectivité, and nobody else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Count

if TYPE_CHECKING:
    from communs.collectivites.identite import Identite


class FeteQuerySet(models.QuerySet):
    def visibles_par(self, identite: Identite) -> Self:
        """The fêtes of the collectivités of which the person is a member, élus included."""
        return self.filter(collectivite_id__in=identite.ids_collectivites)


class AtelierQuerySet(models.QuerySet):
    """Obtained through their fête, as decisions are."""

    def maintenus(self) -> Self:
        return self.filter(annule_le=None)

    def pour_le_programme(self) -> Self:
        """With all that a line of the programme says, and how many come."""
        return (
            self.select_related("porteur__compte", "salle", "creneau", "dossier", "action__preconisation")
            .annotate(effectif=Count("inscriptions"))
            .order_by("creneau__debut", "salle__nom", "pk")
        )


class DecisionQuerySet(models.QuerySet):
    def avec_noms(self) -> Self:
        return self.select_related("auteur__compte", "tranchee_par__compte", "atelier", "dossier").order_by(
            "pk"
        )
