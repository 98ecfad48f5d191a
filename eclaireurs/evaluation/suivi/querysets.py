"""Lines of the plan and gestures, as lists need them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Self

from django.db import models
from django.utils import timezone

from eclaireurs.evaluation.suivi.enums import ACTIONS_HORS_JEU, TACHES_FINIES, EtatPlan

if TYPE_CHECKING:
    from communs.collectivites.models import Compte

# How long « Annuler » is offered, and how long what it needs is kept.
OFFRE = timedelta(minutes=10)
CONSERVATION = timedelta(days=1)


class PlanifieQuerySet(models.QuerySet):
    def avec_noms(self) -> Self:
        """With what a line needs to name its service and its person."""
        return self.select_related("service", "responsable__acteur__compte")

    def en_retard(self, aujourdhui: date) -> Self:
        """Those that should be finished, in a plan under way."""
        depasses = self.filter(fin_le__lt=aujourdhui)
        if self.model._meta.model_name == "action":
            return depasses.filter(plan__etat=EtatPlan.ARRETE).exclude(etat__in=ACTIONS_HORS_JEU)
        return (
            depasses.filter(action__plan__etat=EtatPlan.ARRETE)
            .exclude(etat__in=TACHES_FINIES)
            .exclude(action__etat__in=ACTIONS_HORS_JEU)
        )


class GesteQuerySet(models.QuerySet):
    def a_proposer(self, compte: Compte) -> Self:
        """What this person did in the last minutes and may still undo, latest first."""
        return self.filter(compte=compte, defait_le=None, cree_le__gt=timezone.now() - OFFRE).order_by(
            "-cree_le", "-pk"
        )

    def perimes(self) -> Self:
        return self.filter(cree_le__lt=timezone.now() - CONSERVATION)
