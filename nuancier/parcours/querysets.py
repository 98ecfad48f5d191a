"""The first door of a path: who may read it; and what a page of it needs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Prefetch, Q

from communs.collectivites.models import Adhesion
from nuancier.parcours.enums import Visibilite

if TYPE_CHECKING:
    from communs.collectivites.identite import Identite

PARTAGES = (Visibilite.COLLECTIVITE, Visibilite.PUBLIC)


class ParcoursQuerySet(models.QuerySet):
    def visibles_par(self, identite: Identite) -> Self:
        """The paths this person may read: hers, those of her collectivités, the public ones."""
        lisible = Q(visibilite=Visibilite.PUBLIC)
        if identite.compte is not None:
            lisible |= Q(auteur=identite.compte)
            if miennes := identite.ids_collectivites:
                lisible |= Q(visibilite__in=PARTAGES, collectivite__in=miennes)
        return self.filter(lisible, supprime_le=None).avec_auteur_present()

    def avec_auteur_present(self) -> Self:
        """Annotate whether the author still belongs to the collectivité of the path."""
        adhesion = Adhesion.objects.filter(
            compte=OuterRef("auteur"), collectivite=OuterRef("collectivite")
        ).order_by()
        return self.annotate(auteur_present=Exists(adhesion))

    def publics(self) -> Self:
        return self.filter(visibilite=Visibilite.PUBLIC, supprime_le=None)

    def de(self, identite: Identite) -> Self:
        if identite.compte is None:
            return self.none()
        return self.filter(auteur=identite.compte, supprime_le=None)

    def de_ses_collectivites(self, identite: Identite) -> Self:
        """Those that others share with this person."""
        partages = self.filter(visibilite__in=PARTAGES, collectivite__in=identite.ids_collectivites)
        return partages.filter(supprime_le=None).exclude(auteur=identite.compte)

    def supprimes_par(self, identite: Identite) -> Self:
        """Deleted ones that their author may still take back."""
        if identite.compte is None:
            return self.none()
        return self.filter(auteur=identite.compte, supprime_le__isnull=False)

    def filtres(self, choix: Mapping[str, Any]) -> Self:
        """Narrowed by a list's cleaned filters: words of the title, a family, days at most."""
        from nuancier.parcours.models import Pastille

        retenus = self
        for mot in choix["q"].split():
            retenus = retenus.filter(
                Q(titre__unaccent__icontains=mot) | Q(intention__unaccent__icontains=mot)
            )
        if choix["famille"]:
            touche = Pastille.objects.filter(parcours=OuterRef("pk"), teinte__famille=choix["famille"])
            retenus = retenus.filter(Exists(touche.order_by()))
        if choix["jours"]:
            retenus = retenus.filter(jours__lte=choix["jours"])
        return retenus

    def pour_une_liste(self) -> Self:
        """With what a card shows: author, collectivité, chips with their family (four queries)."""
        from nuancier.parcours.models import Pastille

        pastilles = Pastille.objects.select_related("teinte__famille", "module").order_by("rang")
        return self.select_related("auteur", "collectivite").prefetch_related(
            Prefetch("pastilles", pastilles)
        )

    def entiers(self) -> Self:
        """With everything its page shows, in a constant number of queries."""
        from nuancier.models import Teinte
        from nuancier.parcours.models import Geste, Pastille

        pastilles = (
            Pastille.objects.select_related("module")
            .prefetch_related(Prefetch("teinte", Teinte.objects.entieres()))
            .order_by("rang")
        )
        gestes = Geste.objects.select_related("fait_par__compte").order_by("rang", "pk")
        return self.select_related("auteur", "collectivite", "copie_de").prefetch_related(
            Prefetch("pastilles", pastilles), Prefetch("gestes", gestes)
        )

    def plus_recents(self) -> Self:
        return self.order_by(F("publie_le").desc(nulls_last=True), "-modifie_le", "-pk")
