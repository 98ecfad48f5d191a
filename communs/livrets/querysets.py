from __future__ import annotations

from datetime import timedelta
from typing import Self

from django.db import models
from django.utils import timezone

from communs.livrets.enums import Etat

# The task's hard time limit, after which a claim can only belong to a worker that died. A report of 200
# clues takes ten seconds of a processor: a machine loaded ten times over must print it too.
DUREE_MAX = timedelta(minutes=5)
DELAI_RECLAMATION = DUREE_MAX + timedelta(seconds=30)


class TirageQuerySet(models.QuerySet):
    def a_faire(self) -> Self:
        """Waiting rows whose turn has come, oldest first."""
        return self.filter(etat=Etat.DEMANDE, prochain_essai_le__lte=timezone.now()).order_by(
            "prochain_essai_le", "pk"
        )

    def reclames_perdus(self) -> Self:
        """Rows claimed by a worker that never told the outcome."""
        return self.filter(etat=Etat.EN_COURS, reclame_le__lt=timezone.now() - DELAI_RECLAMATION)

    def perimes(self) -> Self:
        return self.filter(etat=Etat.PRET, expire_le__lte=timezone.now())

    def orphelins(self) -> Self:
        """Contents that no booklet asks for any more."""
        return self.filter(livrets=None).exclude(etat=Etat.EN_COURS)

    def age_du_plus_ancien(self) -> float:
        """Seconds for which the oldest due row has waited; 0 when none does."""
        date = self.a_faire().values_list("prochain_essai_le", flat=True).first()
        return (timezone.now() - date).total_seconds() if date else 0.0


class LivretQuerySet(models.QuerySet):
    def par_adresse(self) -> Self:
        """Booklets reached by their unguessable address; the gabarit then asks who may read."""
        return self.select_related("tirage")
