"""The first door of a vote: its dossier's, and drafts for those who organise."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Count, Q
from django.utils import timezone

from communs.scrutins.enums import PAR_ADRESSE, EtatScrutin

if TYPE_CHECKING:
    from communs.collectivites.identite import Identite
    from communs.dossiers.models import Dossier


class ScrutinQuerySet(models.QuerySet):
    def visibles_dans(self, dossier: Dossier, identite: Identite) -> Self:
        """Those of this dossier, obtained through its own door, that this person may see."""
        siens = self.filter(dossier=dossier)
        if identite.peut("dossiers.organiser", dossier):
            return siens
        if identite.peut("dossiers.voir_les_personnes", dossier):
            return siens.exclude(etat=EtatScrutin.BROUILLON)
        return siens.none()

    def par_adresse(self) -> Self:
        """Those that a public address leads to, from the day they open."""
        return self.filter(electorat__in=PAR_ADRESSE, dossier__supprime_le=None).exclude(
            etat=EtatScrutin.BROUILLON
        )

    def qui_recoivent(self) -> Self:
        """Those in which one may vote now."""
        a_temps = Q(jusqu_au=None) | Q(jusqu_au__gt=timezone.now())
        return self.filter(a_temps, etat=EtatScrutin.OUVERT)

    def dus(self) -> Self:
        """Those whose announced hour has come: to open, or to close."""
        maintenant = timezone.now()
        return self.filter(
            Q(etat=EtatScrutin.PROGRAMME, ouvre_le__lte=maintenant)
            | Q(etat=EtatScrutin.OUVERT, jusqu_au__lte=maintenant),
            dossier__supprime_le=None,
        )

    def avec_participation(self) -> Self:
        return self.annotate(votants=Count("emargements"))


class OptionQuerySet(models.QuerySet):
    def dans_l_ordre(self) -> Self:
        return self.order_by("rang")


class CodeQuerySet(models.QuerySet):
    def valables(self) -> Self:
        return self.filter(annule_le=None)
