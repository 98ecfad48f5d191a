"""Ranked ballots: duels, Borda, Schulze and instant runoff, from the same ballots.

Arrays, because a regional vote may be a million ballots of twenty options (docs/mesures.md): one column of
ranks per option, compared two by two. Whole numbers throughout, hence exact.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from communs.scrutins.calculs.palmares import Palmares, ranger, ranger_selon

DERNIER = 255  # the rank of what was left unranked, after all others
Matrice = tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class Urne:
    """Ranked ballots ready to be counted: `rangs` has one row per option, one column per ballot."""

    rangs: NDArray[np.uint8]
    poids: NDArray[np.int64]
    departage: tuple[int, ...]

    @property
    def options(self) -> int:
        return self.rangs.shape[0]

    @property
    def nombre(self) -> int:
        return int(self.poids.sum())


@dataclass(frozen=True)
class Borda:
    """`points`: for each option, one per option it precedes on a ballot, a half per equal one."""

    points: tuple[Fraction, ...]
    palmares: Palmares


@dataclass(frozen=True)
class Schulze:
    """`forces[a][b]`: of the chains of won duels that lead from a to b, the strongest one's weakest link.

    `condorcet`: the option that wins all its duels, if there is one.
    """

    forces: Matrice
    condorcet: int | None
    palmares: Palmares


@dataclass(frozen=True)
class Tour:
    """One round: the votes of each option still there, the ballots with none of them left, who goes out.

    `ex_aequo`: those equally last among which the published order chose.
    """

    voix: dict[int, Fraction]
    epuises: int
    elimine: int | None
    ex_aequo: tuple[int, ...] = ()


@dataclass(frozen=True)
class Elimination:
    tours: tuple[Tour, ...]
    palmares: Palmares


@dataclass(frozen=True)
class Classement:
    """The three methods side by side, and the duels they start from: `duels[a][b]` ballots put a before b."""

    nombre: int
    duels: Matrice
    borda: Borda
    schulze: Schulze
    elimination: Elimination


def remplir(
    bulletins: Sequence[Sequence[int]] | NDArray[np.uint8], poids: Sequence[int], departage: Sequence[int]
) -> Urne:
    """The ballots as columns of ranks. ValueError unless each has a rank per option and a weight."""
    rangs = np.asarray(bulletins, dtype=np.uint8).reshape(-1, len(departage))
    if len(rangs) != len(poids):
        raise ValueError("Il faut un poids par bulletin.")
    colonnes = np.ascontiguousarray(rangs.T)
    colonnes[colonnes == 0] = DERNIER
    return Urne(colonnes, np.asarray(poids, dtype=np.int64), tuple(departage))


def depouiller(urne: Urne) -> Classement:
    matrice = duels(urne)
    return Classement(
        nombre=urne.nombre,
        duels=matrice,
        borda=borda(matrice, urne.nombre, urne.departage),
        schulze=schulze(matrice, urne.departage),
        elimination=eliminer(urne),
    )


def duels(urne: Urne) -> Matrice:
    """For each pair, the number of ballots that put the first strictly before the second."""
    seuls = bool((urne.poids == 1).all())

    def compter(devant: NDArray[np.bool_]) -> int:
        return int(np.count_nonzero(devant) if seuls else urne.poids[devant].sum())

    return tuple(
        tuple(0 if a == b else compter(urne.rangs[a] < urne.rangs[b]) for b in range(urne.options))
        for a in range(urne.options)
    )


def borda(matrice: Matrice, nombre: int, departage: Sequence[int]) -> Borda:
    """Points from the duels: a ballot that ties two options gives each a half, so that every ballot weighs
    the same whatever it leaves out."""
    options = range(len(departage))
    points = tuple(
        sum((Fraction(nombre + matrice[a][b] - matrice[b][a], 2) for b in options if b != a), Fraction())
        for a in options
    )
    return Borda(points, ranger(points, departage))


def schulze(matrice: Matrice, departage: Sequence[int]) -> Schulze:
    """Schulze's method with winning votes: a link is worth the ballots for it, if they are the more."""
    gagnes = np.asarray(matrice, dtype=np.int64).reshape(len(departage), -1)
    forces = np.where(gagnes > gagnes.T, gagnes, 0)
    for par in range(len(departage)):
        forces = np.maximum(forces, np.minimum(forces[:, par : par + 1], forces[par : par + 1, :]))
    np.fill_diagonal(forces, 0)
    bat = (gagnes > gagnes.T).sum(axis=1)
    invaincue = [int(a) for a in np.flatnonzero(bat == len(departage) - 1)]
    return Schulze(
        forces=tuple(tuple(int(f) for f in ligne) for ligne in forces),
        condorcet=invaincue[0] if invaincue else None,
        palmares=ranger_selon((forces > forces.T).tolist(), departage),
    )


def eliminer(urne: Urne) -> Elimination:
    """Instant runoff: the last one goes out and its ballots pass on, until one has more than half.

    Equal first ranks share their ballot; a ballot whose ranked options are all out is exhausted.
    """
    place = {option: rang for rang, option in enumerate(urne.departage)}
    restent, sortis, tours = set(place), [], []
    depouillement = _Mains(urne)
    while True:
        voix, epuises = depouillement.compter(sorted(restent))
        if len(restent) == 1 or 2 * max(voix.values()) > sum(voix.values()):
            tours.append(Tour(voix, epuises, None))
            break
        dernieres = sorted((o for o in restent if voix[o] == min(voix.values())), key=place.__getitem__)
        elimine = dernieres[-1]
        tours.append(Tour(voix, epuises, elimine, tuple(dernieres) if len(dernieres) > 1 else ()))
        sortis.append(elimine)
        restent.remove(elimine)
        depouillement.sortir(elimine)
    finale = ranger([voix.get(o, Fraction(-1)) for o in range(urne.options)], urne.departage)
    tete = tuple(o for o in finale.ordre if o in restent)
    egaux = [t.ex_aequo for t in tours if t.ex_aequo] + [g for g in finale.departages if set(g) <= restent]
    return Elimination(tuple(tours), Palmares((*tete, *reversed(sortis)), tuple(egaux)))


class _Mains:
    """Each ballot in the hand of the options it now goes to; only those of an option that goes out move.

    `comptes[o, k]`: ballots that option o shares with k - 1 others.
    """

    def __init__(self, urne: Urne) -> None:
        self.rangs, self.poids = urne.rangs.copy(), urne.poids
        meilleur = self.rangs.min(axis=0)
        self.a_qui = (self.rangs == meilleur) & (meilleur != DERNIER)
        self.comptes = np.zeros((urne.options, urne.options + 1), dtype=np.int64)
        self.epuises = 0
        self._peser(self.a_qui, self.poids, 1)

    def _peser(self, a_qui: NDArray[np.bool_], poids: NDArray[np.int64], signe: int) -> None:
        """Add these ballots to the counts, or take them away."""
        partages = a_qui.sum(axis=0, dtype=np.uint8)
        taille = self.comptes.shape[1]
        for option, siens in enumerate(a_qui):
            nombre = np.bincount(partages[siens], weights=poids[siens], minlength=taille)
            self.comptes[option] += signe * nombre.astype(np.int64)
        self.epuises += signe * int(poids[partages == 0].sum())

    def sortir(self, option: int) -> None:
        touches = np.flatnonzero(self.a_qui[option])
        self.rangs[option] = DERNIER
        poids, colonnes = self.poids[touches], self.rangs[:, touches]
        self._peser(self.a_qui[:, touches], poids, -1)
        meilleur = colonnes.min(axis=0)
        self.a_qui[:, touches] = nouveaux = (colonnes == meilleur) & (meilleur != DERNIER)
        self._peser(nouveaux, poids, 1)

    def compter(self, restent: Sequence[int]) -> tuple[dict[int, Fraction], int]:
        """Votes of each option left, and exhausted ballots. Shared by k options, one gives 1/k to each."""
        return {
            o: sum((Fraction(int(n), k) for k, n in enumerate(self.comptes[o]) if n), Fraction())
            for o in restent
        }, self.epuises
