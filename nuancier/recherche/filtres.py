"""What somebody asks for, beyond words: values of filters, in one order, as they stand in the address."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from nuancier.recherche.facettes import FACETTES

FAMILLES, NOUS, MOTS_CLES = "famille", "nous", "mot"
ORDRE = (FAMILLES, *(facette.cle for facette in FACETTES), NOUS, MOTS_CLES)


@dataclass(frozen=True)
class Filtres:
    """`valeurs`: for each filter on modules, the keys chosen. `nous`: the number of people to train."""

    familles: tuple[int, ...] = ()
    valeurs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    nous: int | None = None
    mots_cles: tuple[str, ...] = ()

    @property
    def choisis(self) -> dict[str, tuple[str, ...]]:
        """The filters at work, in order, each with its values as text."""
        tous = {
            FAMILLES: tuple(str(numero) for numero in self.familles),
            **{facette.cle: self.valeurs.get(facette.cle, ()) for facette in FACETTES},
            NOUS: (str(self.nous),) if self.nous is not None else (),
            MOTS_CLES: self.mots_cles,
        }
        return {cle: valeurs for cle, valeurs in tous.items() if valeurs}

    def sans(self, cle: str, valeur: str | None = None) -> "Filtres":
        """The same without this filter, or without one of its values."""
        reste = tuple(v for v in self.choisis.get(cle, ()) if valeur is not None and v != valeur)
        if cle == FAMILLES:
            return replace(self, familles=tuple(int(v) for v in reste))
        if cle == NOUS:
            return replace(self, nous=None)
        if cle == MOTS_CLES:
            return replace(self, mots_cles=reste)
        return replace(self, valeurs={**self.valeurs, cle: reste})

    def parametres(self) -> list[tuple[str, str]]:
        return [(cle, valeur) for cle, valeurs in self.choisis.items() for valeur in valeurs]
