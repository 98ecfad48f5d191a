"""`Identite`: who is asking. Made once by the middleware, the API, tasks and tests alike.

Two doors only: `Modele.objects.visibles_par(identite)` to obtain (a stranger gets 404) and
`autoriser(identite, "app.verbe", objet)` to act (403). Templates ask `{% peut %}`: `Identite.peut`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING
from uuid import UUID

import rules
from django.core.exceptions import PermissionDenied

if TYPE_CHECKING:
    from communs.collectivites.models import Adhesion, Compte


@dataclass(frozen=True)
class Identite:
    """A signed-in person, or nobody (`compte` is None), with the memberships and their roles.

    `laissez_passer` are the secret links opened in this session; whether they still hold is asked of
    the database at each request.
    """

    compte: Compte | None = None
    laissez_passer: frozenset[UUID] = frozenset()

    @property
    def personne(self) -> Compte:
        """The signed-in account; PermissionDenied for nobody."""
        if self.compte is None:
            raise PermissionDenied
        return self.compte

    @cached_property
    def adhesions(self) -> tuple[Adhesion, ...]:
        """Memberships with their collectivité, read at first use (one query)."""
        if self.compte is None:
            return ()
        return tuple(
            self.compte.adhesions.select_related("collectivite", "service").order_by("collectivite__nom")
        )

    @property
    def ids_collectivites(self) -> frozenset[int]:
        return frozenset(a.collectivite_id for a in self.adhesions)

    def adhesion(self, collectivite_id: int) -> Adhesion | None:
        """The person's membership of this collectivité, or None."""
        return next((a for a in self.adhesions if a.collectivite_id == collectivite_id), None)

    def peut(self, verbe: str, objet: object = None) -> bool:
        """Tell whether the rule `verbe` (as `collectivites.inviter`) allows it; KeyError if unknown."""
        if not rules.perm_exists(verbe):
            raise KeyError(f"Règle inconnue : {verbe}")
        return rules.has_perm(verbe, self, objet)


PERSONNE = Identite()


def autoriser(identite: Identite, verbe: str, objet: object = None) -> None:
    """Raise PermissionDenied (403) unless the rule allows it."""
    if not identite.peut(verbe, objet):
        raise PermissionDenied
