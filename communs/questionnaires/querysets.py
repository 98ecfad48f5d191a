"""What of questionnaires somebody sees, and how answers are counted."""

from __future__ import annotations

from collections import Counter
from typing import Self

from django.db import models
from django.db.models import Count, Func

from communs.dossiers.querysets import DansUnDossier


class QuestionnaireQuerySet(DansUnDossier):
    def par_lien(self) -> Self:
        """Those sent as a link; the others are questions of a séance."""
        return self.filter(seance=None)

    def avec_effectif(self) -> Self:
        """`effectif`: how many people answered."""
        return self.annotate(effectif=Count("repondants"))


class ReponseQuerySet(models.QuerySet):
    def par_choix(self) -> Counter[int]:
        """How many answers carry each number."""
        eclatees = self.annotate(numero=Func("choix", function="unnest", set_returning=True))
        return Counter(eclatees.order_by().values_list("numero", flat=True))
