from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from communs.collectivites.enums import Role
from eclaireurs.enums import Etat

if TYPE_CHECKING:
    from communs.collectivites.identite import Identite


class EpisodeQuerySet(models.QuerySet):
    def entiers(self) -> Self:
        """With their whole scenario, for the page that tells it."""
        return self.prefetch_related("acteurs", "scenes__engagements", "fiches")


class RetourQuerySet(models.QuerySet):
    def visibles_par(self, identite: Identite) -> Self:
        """One's own, and those that speak in the name of a collectivité one administers."""
        if identite.compte is None:
            return self.none()
        administrees = [a.collectivite_id for a in identite.adhesions if a.role == Role.ADMINISTRATEUR]
        return self.filter(Q(auteur=identite.compte) | Q(collectivite_id__in=administrees))

    def publies(self, outil: str) -> Self:
        """What the public reads on a tool's page, latest first."""
        return self.en_vue().filter(outil=outil, etat=Etat.PUBLIE).select_related("collectivite")

    def en_vue(self) -> Self:
        """Those that nobody has taken back."""
        return self.filter(retire_le=None)
