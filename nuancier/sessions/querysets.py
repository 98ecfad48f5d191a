"""The first doors: which sessions a trainer sees, what a personal link opens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q

from nuancier.sessions.enums import EtatSession, EtatStagiaire

if TYPE_CHECKING:
    from communs.collectivites.identite import Identite


class SessionQuerySet(models.QuerySet):
    def visibles_par(self, identite: Identite) -> Self:
        """Those this person trains in: nobody else but participants, by their own link, knows of them."""
        from nuancier.sessions.models import Formateur

        if identite.compte is None:
            return self.none()
        miennes = Formateur.objects.filter(
            Q(compte=identite.compte) | Q(email=identite.compte.email), session=OuterRef("pk")
        )
        return self.filter(Exists(miennes))

    def joignables(self) -> Self:
        """Those whose code lets people in."""
        return self.filter(etat=EtatSession.OUVERTE)

    def avec_effectif(self) -> Self:
        """`inscrits`: the people who have a place."""
        return self.annotate(
            inscrits=Count("stagiaires", filter=Q(stagiaires__etat=EtatStagiaire.INSCRIT), distinct=True)
        )


class StagiaireQuerySet(models.QuerySet):
    def par_lien(self) -> Self:
        """What a personal link may open: none once the names were erased."""
        return self.filter(efface_le=None).select_related("session__collectivite")

    def inscrits(self) -> Self:
        return self.filter(etat=EtatStagiaire.INSCRIT)

    def en_attente(self) -> Self:
        return self.filter(etat=EtatStagiaire.ATTENTE).order_by("inscrit_le", "cree_le", "pk")
