"""Which séances somebody sees: those of the dossiers in which she takes part, and her own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db.models import Count, Q
from django.utils import timezone

from communs.dossiers.querysets import DansUnDossier
from communs.seances.enums import EtatSeance

if TYPE_CHECKING:
    from communs.collectivites.identite import Identite


class SeanceQuerySet(DansUnDossier):
    def visibles_par(self, identite: Identite) -> Self:
        """Of dossiers this person may see, or led by her without dossier."""
        if identite.compte is None:
            return super().visibles_par(identite)
        from communs.dossiers.models import Dossier

        lus = Dossier.objects.visibles_par(identite).values("pk")
        return self.filter(Q(dossier__in=lus) | Q(animee_par=identite.compte))

    def animees_par(self, identite: Identite) -> Self:
        """Without dossier, this person's own."""
        return self.filter(animee_par=identite.compte) if identite.compte else self.none()

    def avec_effectif(self) -> Self:
        """`effectif`: how many people joined."""
        return self.annotate(effectif=Count("participations"))

    def expirees(self) -> Self:
        return self.filter(etat=EtatSeance.OUVERTE, expire_le__lte=timezone.now())

    def par_code(self, code: str) -> Self:
        """The one that bears this code, open or just closed, unless its dossier was put away."""
        return self.filter(Q(code=code), dossier__supprime_le=None)
