from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from communs.catalogue.querysets import SansAccents

if TYPE_CHECKING:
    from nuancier.models import Famille, Teinte


class FamilleQuerySet(models.QuerySet["Famille"]):
    def voisines(self, numero: int) -> tuple[Famille | None, Famille | None]:
        """The families just before and just after this number (two queries)."""
        return (
            self.filter(numero__lt=numero).order_by("-numero").first(),
            self.filter(numero__gt=numero).order_by("numero").first(),
        )

    def avec_teintes(self) -> Self:
        """With the teintes that are shown, in order (two queries)."""
        from nuancier.models import Teinte

        return self.prefetch_related(models.Prefetch("teintes", Teinte.objects.en_vue()))


class TeinteQuerySet(models.QuerySet["Teinte"]):
    def en_vue(self) -> Self:
        """Those that the chart shows: none that an editor took out."""
        return self.filter(retiree_le=None)

    def voisines(self, teinte: Teinte) -> tuple[Teinte | None, Teinte | None]:
        """Those shown just before and just after it in the whole chart (two queries)."""
        en_vue = self.en_vue().select_related("famille")
        ici = teinte.famille.numero
        avant = Q(famille__numero__lt=ici) | Q(famille__numero=ici, numero__lt=teinte.numero)
        apres = Q(famille__numero__gt=ici) | Q(famille__numero=ici, numero__gt=teinte.numero)
        return (
            en_vue.filter(avant).order_by("-famille__numero", "-numero").first(),
            en_vue.filter(apres).order_by("famille__numero", "numero").first(),
        )

    def entieres(self) -> Self:
        """With every part, in a constant number of queries: see `fiches.lire`."""
        return self.select_related("famille").prefetch_related(
            "elements", "lacunes", "modules__etapes", "citations__ressource__liens"
        )


class ModuleQuerySet(models.QuerySet):
    def en_vue(self) -> Self:
        """The modules of the teintes that the chart shows, in its order, with their steps (two queries)."""
        return (
            self.filter(teinte__retiree_le=None)
            .select_related("teinte__famille")
            .prefetch_related("etapes")
            .order_by("teinte__famille__numero", "teinte__numero", "rang", "pk")
        )


class LacuneQuerySet(models.QuerySet):
    def en_vue(self) -> Self:
        """What is missing in the teintes that the chart shows, in its order."""
        return (
            self.filter(teinte__retiree_le=None)
            .select_related("teinte__famille")
            .order_by("teinte__famille__numero", "teinte__numero", "pk")
        )


class RessourceQuerySet(models.QuerySet):
    def citees(self, genre: str = "") -> Self:
        """The records that a teinte shown cites, by title, with their links and those citations."""
        from nuancier.models import Citation

        citations = Citation.objects.filter(teinte__retiree_le=None)
        citees = self.filter(models.Exists(citations.filter(ressource=models.OuterRef("pk"))))
        return (
            (citees.filter(genre=genre) if genre else citees)
            .prefetch_related("liens", models.Prefetch("citations", citations.select_related("teinte")))
            .order_by(SansAccents("titre"), "pk")
        )
