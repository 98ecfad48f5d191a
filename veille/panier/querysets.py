from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Count, Q

from veille.panier.enums import EtatTrouvaille


class SourceQuerySet(models.QuerySet):
    def avec_comptes(self) -> Self:
        """With what each brought, and what still waits."""
        return self.annotate(
            nombre=Count("trouvailles"),
            a_trier=Count("trouvailles", filter=Q(trouvailles__etat=EtatTrouvaille.NOUVELLE)),
        )


class TrouvailleQuerySet(models.QuerySet):
    def compter_par_etat(self) -> dict[str, int]:
        """How many in each state (one query)."""
        comptes = self.order_by().values("etat").annotate(nombre=Count("pk"))
        return {ligne["etat"]: ligne["nombre"] for ligne in comptes.order_by("etat")}
