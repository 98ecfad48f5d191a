"""A material is narrower than its dossier: what is reserved is seen by those who organise it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models

from communs.materiaux.enums import PUBLIABLES, GenreMateriau, PorteeMateriau

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
            return presents.exclude(portee_lecture=PorteeMateriau.RESERVE)
        return presents.filter(portee_lecture=PorteeMateriau.LECTEURS)

    def supprimes(self, dossier: Dossier) -> Self:
        return self.filter(dossier=dossier, supprime_le__isnull=False)

    def photos_publiables(self) -> Self:
        return self.filter(genre=GenreMateriau.PHOTO, consentement__in=sorted(PUBLIABLES))

    def avec_fichier(self) -> Self:
        return self.select_related("fichier", "depose_par__compte")
