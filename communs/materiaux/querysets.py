"""A material is narrower than its dossier: what is reserved is seen by those who organise it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q

from communs.materiaux.enums import PUBLIABLES, PorteeMateriau

if TYPE_CHECKING:
    from communs.collectivites.identite import Identite
    from communs.dossiers.models import Dossier


class MateriauQuerySet(models.QuerySet):
    def visibles_dans(self, dossier: Dossier, identite: Identite) -> Self:
        """Those of this dossier, obtained through its own door, that this person may see."""
        from communs.dossiers.permissions import participe, pilote

        presents = self.filter(dossier=dossier, supprime_le=None)
        if pilote(identite, dossier):
            return presents
        if participe(identite, dossier):
            siens = Q(depose_par__compte=identite.personne)
            return presents.filter(~Q(portee_lecture=PorteeMateriau.RESERVE) | siens)
        return presents.filter(portee_lecture=PorteeMateriau.LECTEURS)

    def a_reprendre_par(self, dossier: Dossier, identite: Identite) -> Self:
        """Those put away that this person may take back."""
        from communs.dossiers.permissions import participe, pilote

        supprimes = self.filter(dossier=dossier, supprime_le__isnull=False)
        if pilote(identite, dossier):
            return supprimes
        if participe(identite, dossier):
            return supprimes.filter(depose_par__compte=identite.personne)
        return supprimes.none()

    def filtres(self, choix: Mapping[str, Any]) -> Self:
        """Narrowed by a list's cleaned filters: kind, consent, words."""
        retenus = self
        if choix.get("sorte"):
            retenus = retenus.filter(genre=choix["sorte"])
        if choix.get("accord"):
            retenus = retenus.filter(consentement=choix["accord"])
        for mot in choix.get("q", "").split():
            retenus = retenus.filter(
                Q(titre__unaccent__icontains=mot)
                | Q(texte__unaccent__icontains=mot)
                | Q(source__unaccent__icontains=mot)
                | Q(lieu__unaccent__icontains=mot)
            )
        return retenus

    def montrables(self) -> Self:
        """Those that may leave the hands of who organises: agreed to, and not reserved. What is
        printed, compiled or published begins here."""
        return self.filter(consentement__in=sorted(PUBLIABLES), supprime_le=None).exclude(
            portee_lecture=PorteeMateriau.RESERVE
        )

    def avec_fichier(self) -> Self:
        return self.select_related("fichier", "depose_par__compte")
