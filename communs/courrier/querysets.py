from __future__ import annotations

from datetime import timedelta
from typing import Self

from django.db import models
from django.utils import timezone

from communs.courrier.enums import TERMINES, Etat

# A claim older than this belongs to a worker that died: no step of a sending lasts so long
# (each of the six exchanges with the server is cut after EMAIL_TIMEOUT, 20 s).
DELAI_RECLAMATION = timedelta(minutes=5)
DUREE_CONSERVATION = timedelta(days=90)


class CourrielQuerySet(models.QuerySet):
    def a_envoyer(self) -> Self:
        """Waiting rows whose turn has come, oldest first."""
        return self.filter(etat=Etat.EN_ATTENTE, prochain_essai_le__lte=timezone.now()).order_by(
            "prochain_essai_le", "pk"
        )

    def reclames_perdus(self) -> Self:
        """Rows claimed by a worker that never told the outcome."""
        return self.filter(etat=Etat.RECLAME, reclame_le__lt=timezone.now() - DELAI_RECLAMATION)

    def termines(self) -> Self:
        return self.filter(etat__in=TERMINES)

    def perimes(self) -> Self:
        """Finished rows older than what the register of processing activities promises to keep."""
        return self.termines().filter(cree_le__lt=timezone.now() - DUREE_CONSERVATION)

    def age_du_plus_ancien(self) -> float:
        """Seconds for which the oldest due row has waited; 0 when none does."""
        date = self.a_envoyer().values_list("prochain_essai_le", flat=True).first()
        return (timezone.now() - date).total_seconds() if date else 0.0
