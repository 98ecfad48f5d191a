"""What live screens compare: has anything changed since they were drawn?

Kept in Redis for a second at most and forgotten on commit: however many phones ask, the database is asked
once a second. Without Redis each question is one indexed row.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Generic, TypeVar

from django.core.cache import cache
from django.db import transaction

DUREE = 1  # seconds

Cle = TypeVar("Cle")


@dataclass(frozen=True)
class Version(Generic[Cle]):
    """The version of each thing of one kind; `relire` asks the database, None when it has gone."""

    nom: str
    relire: Callable[[Cle], int | None]

    def _adresse(self, cle: Cle) -> str:
        return f"version:{self.nom}:{cle}"

    def lire(self, cle: Cle) -> str:
        """Its version; empty when it has gone."""
        trouvee: str | None = cache.get(self._adresse(cle))
        if trouvee is None:
            version = self.relire(cle)
            trouvee = "" if version is None else str(version)
            cache.set(self._adresse(cle), trouvee, DUREE)
        return trouvee

    def perimer(self, cle: Cle) -> None:
        """Forget what was kept, once the change is committed."""
        transaction.on_commit(partial(cache.delete, self._adresse(cle)), robust=True)
