"""The first doors of the positioning: the members of the collectivité, and nobody else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models

if TYPE_CHECKING:
    from communs.collectivites.identite import Identite


class EtapeQuerySet(models.QuerySet):
    def completes(self) -> Self:
        """The stages in order, with their passage and the indicators that are proposed: three queries."""
        from sonar.trajectoire.modeles_contenu import Indicateur

        proposes = Indicateur.objects.filter(retire=False).order_by("rang", "pk")
        return self.order_by("rang").prefetch_related(
            "rattachements__passage", models.Prefetch("indicateurs", proposes)
        )


class SujetQuerySet(models.QuerySet):
    def visibles_par(self, identite: Identite) -> Self:
        return self.filter(collectivite_id__in=identite.ids_collectivites)

    def avec_tour_ouvert(self) -> Self:
        """With `tours_clos`, how many rounds are over, and `tour_ouvert`, whether one is open."""
        tours = models.Q(tours__clos_le__isnull=True, tours__pk__isnull=False)
        return self.annotate(
            tours_clos=models.Count("tours", filter=models.Q(tours__clos_le__isnull=False)),
            tour_ouvert=models.Count("tours", filter=tours),
        )


class TourQuerySet(models.QuerySet):
    def visibles_par(self, identite: Identite) -> Self:
        return self.filter(sujet__collectivite_id__in=identite.ids_collectivites)


class PositionQuerySet(models.QuerySet):
    def visibles_par(self, identite: Identite) -> Self:
        """One's own; others' are read through their round, once they may be."""
        return self.filter(
            compte=identite.compte, tour__sujet__collectivite_id__in=identite.ids_collectivites
        )

    def remises(self) -> Self:
        return self.filter(remise_le__isnull=False)
