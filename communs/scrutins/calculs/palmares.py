"""An order of the options, best first, and what of it is owed to the order published beforehand."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any


@dataclass(frozen=True)
class Palmares:
    """`ordre`: the options, best first. `departages`: groups of equals, as the published order put them."""

    ordre: tuple[int, ...]
    departages: tuple[tuple[int, ...], ...] = ()


def ranger(valeurs: Sequence[Any], departage: Sequence[int]) -> Palmares:
    """The options by decreasing value (anything that compares); equals as `departage` puts them."""
    ordre = sorted(departage, key=valeurs.__getitem__, reverse=True)  # stable: equals keep that order
    groupes = (tuple(groupe) for _, groupe in groupby(ordre, key=valeurs.__getitem__))
    return Palmares(tuple(ordre), tuple(groupe for groupe in groupes if len(groupe) > 1))


def ranger_selon(meilleure: Sequence[Sequence[bool]], departage: Sequence[int]) -> Palmares:
    """The options along a strict partial order, `meilleure[a][b]` saying that a beats b.

    At each place, the first in `departage` among those that none of the others left beats.
    """
    restent, ordre, egaux = list(departage), [], []
    while restent:
        libres = tuple(a for a in restent if not any(meilleure[b][a] for b in restent))
        if len(libres) > 1:
            egaux.append(libres)
        ordre.append(libres[0])
        restent.remove(libres[0])
    # The group met first holds the ones that follow it: {a, b, c} then {b, c}.
    nouveaux = [g for i, g in enumerate(egaux) if not any(set(g) <= set(avant) for avant in egaux[:i])]
    return Palmares(tuple(ordre), tuple(nouveaux))
