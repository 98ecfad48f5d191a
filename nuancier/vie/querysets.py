from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.utils import timezone

if TYPE_CHECKING:
    from communs.collectivites.identite import Identite


class VersionQuerySet(models.QuerySet):
    def avec_auteurs(self) -> Self:
        return self.select_related("auteur__compte", "validee_par__compte")


class CommentaireQuerySet(models.QuerySet):
    def visibles_par(self, identite: Identite) -> Self:
        """Those of the chart; hidden ones for their author and the editors."""
        if identite.peut("nuancier.editer"):
            return self
        visibles = models.Q(masque_le=None, teinte__retiree_le=None)
        if identite.compte is not None:
            visibles |= models.Q(auteur__compte=identite.compte)
        return self.filter(visibles)

    def de_la_teinte(self, teinte_id: int) -> Self:
        """First comments before their answers, oldest first, with their authors."""
        return self.filter(teinte_id=teinte_id).select_related("auteur__compte").order_by("cree_le", "pk")

    def signales(self) -> Self:
        """Those a reader reported and no editor has looked at."""
        return self.filter(pk__in=self._signalements().values("commentaire"), retire_le=None, masque_le=None)

    def _signalements(self) -> models.QuerySet:
        from nuancier.vie.models import Signalement

        return Signalement.objects.filter(traite_le=None)


class PropositionQuerySet(models.QuerySet):
    def visibles_par(self, identite: Identite) -> Self:
        """One's own; all of them for an editor, but those their author took back."""
        from nuancier.vie.enums import Etat

        if identite.compte is None:
            return self.none()
        siennes = models.Q(auteur__compte=identite.compte)
        if identite.peut("nuancier.editer"):
            return self.filter(siennes | ~models.Q(etat=Etat.RETIREE))
        return self.filter(siennes)

    def entieres(self) -> Self:
        return self.select_related("teinte__famille", "famille", "auteur__compte", "decidee_par__compte")


class VerificationQuerySet(models.QuerySet):
    def mortes(self) -> Self:
        """Dead and not set aside by an editor."""
        return self.filter(mort_le__isnull=False).exclude(ignoree_jusqu_au__gt=timezone.now())
