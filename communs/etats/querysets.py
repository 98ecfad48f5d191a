from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self
from uuid import UUID

from django.db import models

if TYPE_CHECKING:
    from communs.collectivites.models import Compte
    from communs.etats.models import Acteur


class ActeurQuerySet(models.QuerySet["Acteur"]):
    def de(self, compte: Compte) -> Acteur:
        """The acteur of this account, made at its first act (a person met before may have several)."""
        return self.filter(compte=compte).order_by("pk").first() or self.create(compte=compte)


class LigneQuerySet(models.QuerySet):
    def de_l_affaire(self, portee: UUID) -> Self:
        """The journal of one affair, latest first. To call once the affair itself was obtained."""
        return self.filter(portee=portee).select_related("acteur__compte", "cible__compte").order_by("-pk")

    def de_la_chose(self, objet: Any) -> Self:
        """The lines about one row, whatever its model; it says its `portee` and its `uuid`."""
        return self.de_l_affaire(objet.portee).filter(sujet=objet._meta.label_lower, reference=objet.uuid)
