"""Which séances somebody sees: those of the dossiers in which she takes part."""

from __future__ import annotations

from typing import Self

from django.db.models import Count, Q
from django.utils import timezone

from communs.dossiers.querysets import DansUnDossier
from communs.seances.enums import EtatSeance


class SeanceQuerySet(DansUnDossier):
    def avec_effectif(self) -> Self:
        """`effectif`: how many people joined."""
        return self.annotate(effectif=Count("participations"))

    def expirees(self) -> Self:
        return self.filter(etat=EtatSeance.OUVERTE, expire_le__lte=timezone.now())

    def par_code(self, code: str) -> Self:
        """The one that bears this code, open or just closed, unless its dossier was put away."""
        return self.filter(Q(code=code), dossier__supprime_le=None)
