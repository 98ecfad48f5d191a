from __future__ import annotations

from datetime import timedelta
from typing import Self

from django.db import models
from django.db.models.functions import Now

DUREE_CONSERVATION = timedelta(days=30)


class HoteQuerySet(models.QuerySet):
    """Times are those of the database: the workers' clocks need not agree."""

    def libres(self) -> Self:
        return self.filter(libre_le__lte=Now())

    def oublies(self) -> Self:
        return self.filter(libre_le__lt=Now() - DUREE_CONSERVATION)
