from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models.fields.json import KT

from eclaireurs.evaluation.desirable.enums import EtatDesirable


class PublicationQuerySet(models.QuerySet):
    def lues(self) -> Self:
        """The version that the public reads of each published report, the latest given first.

        A trial's is its visitor's alone: no list names it, hers neither, since lists are kept for everybody.
        """
        lisibles = self.filter(
            retiree_le=None,
            rapport__etat=EtatDesirable.PUBLIE,
            rapport__dossier__supprime_le=None,
            rapport__dossier__collectivite__essai_jusqu_au=None,
        )
        dernieres = lisibles.order_by("rapport", "-numero").distinct("rapport")
        return (
            self.filter(pk__in=dernieres.values("pk"))
            .select_related("rapport__dossier__collectivite")
            .order_by("-publiee_le", "-pk")
        )

    def en_liste(self) -> Self:
        """With what a list says of each, as it was frozen, and without the rest of its content."""
        return self.defer("contenu").annotate(
            titre=KT("contenu__entete__titre"),
            chapeau=KT("contenu__entete__chapeau"),
            producteur=KT("contenu__entete__collectivite"),
        )
