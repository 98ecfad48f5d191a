"""A search with filters, as its address says it: one order, nothing empty, nothing twice."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Protocol, Self

from django.utils.http import urlencode

from communs.catalogue.calculs import mots_utiles

PERTINENCE = "pertinence"  # the usual order, which an address does not say


class Filtres(Protocol):
    """The filters of a domain, as they stand in the address."""

    @property
    def choisis(self) -> dict[str, tuple[str, ...]]:
        """The filters at work, in order, each with its values as text."""
        ...

    def sans(self, cle: str, valeur: str | None = None) -> Self:
        """The same without this filter, or without one of its values."""
        ...

    def parametres(self) -> list[tuple[str, str]]: ...


@dataclass(frozen=True)
class Demande:
    """What is asked; a domain gives its own filters."""

    filtres: Filtres
    q: str = ""
    tri: str = ""
    page: int = 1

    @property
    def mots(self) -> tuple[str, ...]:
        """The words worth looking for."""
        return mots_utiles(self.q)

    @property
    def ordre(self) -> str:
        """The order at work."""
        return self.tri or PERTINENCE

    @property
    def retenir(self) -> list[tuple[str, str]]:
        """What is asked, page and order aside."""
        return [*([("q", self.q)] if self.q else []), *self.filtres.parametres()]

    def parametres(self, page: int = 1) -> list[tuple[str, str]]:
        """What stands in the address, in order; the first page and the usual order go without saying."""
        tri = [("tri", self.tri)] if self.tri not in ("", PERTINENCE) else []
        return [*self.retenir, *tri, *([("page", str(page))] if page > 1 else [])]

    def adresse_de(self, page: int) -> str:
        """« ?q=… » and its filters, or « ? » alone when nothing is asked."""
        return f"?{urlencode(self.parametres(page))}"

    def adresse(self, **changes: Any) -> str:
        """The address of the first page of this search, changed."""
        return replace(self, **changes).adresse_de(1)

    @property
    def avant_page(self) -> str:
        """The part of the address before `page=`, empty or closed by « & »."""
        dit = urlencode(self.parametres())
        return f"{dit}&" if dit else ""


def en_liste(recus: Mapping[str, list[str]]) -> list[tuple[str, str]]:
    """The parameters received, as `Demande.parametres` gives them."""
    return [(nom, valeur) for nom, valeurs in recus.items() for valeur in valeurs]
