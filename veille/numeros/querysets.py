from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Prefetch, Q

from communs.collectivites.identite import Identite
from veille.enums import EtatNumero
from veille.permissions import est_documentaliste


class BulletinQuerySet(models.QuerySet):
    def publies(self) -> Self:
        """Those of which the public reads at least one issue."""
        from veille.numeros.models import Numero

        numeros = Numero.objects.publies().filter(bulletin=models.OuterRef("pk"))
        return self.filter(models.Exists(numeros.order_by()))

    def visibles_par(self, identite: Identite) -> Self:
        return self if est_documentaliste(identite) else self.publies()


class NumeroQuerySet(models.QuerySet):
    def presents(self) -> Self:
        return self.filter(supprime_le=None)

    def publies(self) -> Self:
        """Those that the public reads."""
        return self.filter(etat=EtatNumero.PUBLIE, supprime_le=None)

    def visibles_par(self, identite: Identite) -> Self:
        """Published ones for all; the person named to read it; documentalistes see them all."""
        if est_documentaliste(identite):
            return self.presents()
        if identite.compte is None:
            return self.publies()
        a_relire = Q(relecteur=identite.compte, etat__in=(EtatNumero.RELECTURE, EtatNumero.PROGRAMME))
        return self.presents().filter(Q(etat=EtatNumero.PUBLIE) | a_relire)

    def ou_figure(self, notice: models.Model) -> Self:
        """Those in which this notice stands: in its place, in a box or in the agenda."""
        places = ("parutions", "rendez_vous", "rubriques__encadres__decouvertes")
        parmi = Q(pk=None)
        for place in places:
            parmi |= Q(pk__in=self.model._base_manager.filter(**{f"{place}__notice": notice}).values("pk"))
        return self.filter(parmi)

    def de_l_atelier(self, identite: Identite) -> Self:
        """Those one works on: all for documentalistes, those one was asked to read for anybody else."""
        if est_documentaliste(identite):
            return self.presents()
        if identite.compte is None:
            return self.none()
        return self.presents().filter(
            relecteur=identite.compte, etat__in=(EtatNumero.RELECTURE, EtatNumero.PROGRAMME)
        )

    def entiers(self) -> Self:
        """With every part, in a constant number of queries: see `fiches.lire_numero`."""
        from veille.numeros.pieces import Parution

        parutions = Parution.objects.select_related("notice").prefetch_related(
            "notice__contributions", "notice__moments", "notice__liens", "notice__themes"
        )
        return self.select_related("bulletin", "couverture").prefetch_related(
            Prefetch("parutions", parutions),
            "partenaires__logo",
            "rubriques__encadres__decouvertes",
            "rendez_vous",
            "errata",
        )
