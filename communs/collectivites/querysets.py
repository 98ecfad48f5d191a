"""The first door: what an identité may see. Views obtain objects only through `visibles_par`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.utils import timezone

if TYPE_CHECKING:
    from communs.collectivites.identite import Identite


class CollectiviteQuerySet(models.QuerySet):
    def visibles_par(self, identite: Identite) -> Self:
        """The collectivités of which the person is a member."""
        return self.filter(pk__in=identite.ids_collectivites)


class _DansUneCollectivite(models.QuerySet):
    def visibles_par(self, identite: Identite) -> Self:
        """Rows of the collectivités of which the person is a member."""
        return self.filter(collectivite_id__in=identite.ids_collectivites)


class ServiceQuerySet(_DansUneCollectivite):
    pass


class AdhesionQuerySet(_DansUneCollectivite):
    pass


class InvitationQuerySet(_DansUneCollectivite):
    def en_cours(self) -> Self:
        """Neither accepted, nor cancelled, nor past their date."""
        return self.filter(acceptee_le=None, annulee_le=None, expire_le__gt=timezone.now())
