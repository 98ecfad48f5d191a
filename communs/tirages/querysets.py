from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Count, Q
from django.utils import timezone

from communs.tirages.calculs import Inscription
from communs.tirages.enums import PUBLICS, EtatListe

if TYPE_CHECKING:
    from collections.abc import Iterator

    from communs.dossiers.models import Dossier


class TirageQuerySet(models.QuerySet):
    def du_dossier(self, dossier: Dossier) -> Self:
        """Those of this dossier, obtained through its own door."""
        return self.filter(dossier=dossier).select_related(
            "dossier__collectivite",
            "engage_par__compte",
            "releve_par__compte",
            "confirme_par__compte",
        )

    def publics(self) -> Self:
        """Those whose commitment anybody may check, at an address that nobody can guess."""
        return self.filter(etat__in=sorted(PUBLICS), dossier__supprime_le=None).select_related(
            "dossier__collectivite"
        )


# The task's hard time limit, after which a claim can only belong to a worker that died.
DUREE_MAX = timedelta(seconds=150)
DELAI_RECLAMATION = DUREE_MAX + timedelta(seconds=30)


class ListeRecueQuerySet(models.QuerySet):
    def a_lire(self) -> Self:
        return self.filter(etat=EtatListe.RECUE)

    def en_route(self) -> Self:
        return self.filter(etat__in=[EtatListe.RECUE, EtatListe.EN_COURS])

    def perdues(self) -> Self:
        """Claimed by a worker that never told the outcome."""
        return self.filter(etat=EtatListe.EN_COURS, reclame_le__lt=timezone.now() - DELAI_RECLAMATION)

    def age_de_la_plus_ancienne(self) -> float:
        """Seconds for which the oldest waiting list has waited; 0 when none does."""
        recue_le = self.a_lire().order_by("recue_le").values_list("recue_le", flat=True).first()
        return (timezone.now() - recue_le).total_seconds() if recue_le else 0.0


class InscritQuerySet(models.QuerySet):
    def tirables(self) -> Self:
        return self.filter(exclusion="")

    def inscriptions(self) -> Iterator[Inscription]:
        """As the committed text lists them. To call on the rows of one committed draw."""
        lignes = self.order_by("numero").values_list("numero", "groupe", "exclusion", "sceau")
        return (Inscription(*ligne) for ligne in lignes.iterator(chunk_size=20_000))

    def bilan(self) -> dict[str, dict[str, int]]:
        """By group: how many people, how many can be drawn, how many are excluded for each reason."""
        comptes: dict[str, dict[str, int]] = {}
        rangees = self.order_by("groupe").values("groupe", "exclusion").annotate(nombre=Count("pk"))
        for rangee in rangees:
            compte = comptes.setdefault(rangee["groupe"], {"total": 0, "tirables": 0})
            compte["total"] += rangee["nombre"]
            compte[rangee["exclusion"] or "tirables"] = rangee["nombre"]
        return comptes

    def chercher(self, mots: str, groupe: str = "") -> Self:
        retenus = self.filter(groupe=groupe) if groupe else self
        for mot in mots.split():
            retenus = retenus.filter(Q(nom__unaccent__icontains=mot) | Q(reference__icontains=mot))
        return retenus
