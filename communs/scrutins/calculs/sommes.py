"""One choice, approval, points: what each option received, added up."""

from collections.abc import Sequence
from dataclasses import dataclass

from communs.scrutins.calculs.palmares import Palmares, ranger


@dataclass(frozen=True)
class Sommes:
    """`totaux`: votes or points of each option. `soutiens`: ballots that gave it something."""

    totaux: tuple[int, ...]
    soutiens: tuple[int, ...]
    palmares: Palmares


def additionner(bulletins: Sequence[Sequence[int]], poids: Sequence[int], departage: Sequence[int]) -> Sommes:
    """Add up ballots that give each option a whole number (0 or 1, or points)."""
    options = range(len(departage))
    pesees = list(zip(bulletins, poids, strict=True))
    totaux = tuple(sum(b[i] * n for b, n in pesees) for i in options)
    soutiens = tuple(sum(n for b, n in pesees if b[i]) for i in options)
    return Sommes(totaux, soutiens, ranger(totaux, departage))
