from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models

if TYPE_CHECKING:
    from communs.collectivites.identite import Identite


class ConceptQuerySet(models.QuerySet):
    def de_la_carte(self) -> Self:
        """What the map shows."""
        return self.filter(retire_le=None, x__isnull=False)

    def definis(self) -> Self:
        """What the glossary explains."""
        return self.filter(retire_le=None)


class MelangeQuerySet(models.QuerySet):
    def visibles_par(self, identite: Identite) -> Self:
        """A person's own history; without an account, the address is the key."""
        return self.filter(compte=identite.compte) if identite.compte else self.none()
