from __future__ import annotations

from datetime import timedelta
from typing import Self

from django.db import models
from django.db.models.functions import Coalesce
from django.utils import timezone

# A trial in which nothing was done for that long gives its place when all are taken.
REPIT = timedelta(hours=1)


class EssaiQuerySet(models.QuerySet):
    def prets(self) -> Self:
        """Told, and nobody's yet; the oldest first."""
        return self.filter(pris_le=None, collectivite__essai_jusqu_au__gt=timezone.now()).order_by("pk")

    def cedables(self) -> Self:
        """Taken, then left alone; the longest alone first."""
        dernier = Coalesce("dernier_geste_le", "pris_le")
        oublies = self.exclude(pris_le=None).annotate(dernier=dernier)
        return oublies.filter(dernier__lt=timezone.now() - REPIT).order_by("dernier", "pk")

    def expires(self) -> Self:
        return self.filter(collectivite__essai_jusqu_au__lte=timezone.now()).order_by("pk")
