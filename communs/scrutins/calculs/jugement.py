"""Majority judgment: each option is worth its majority mention, refined by the majority gauge.

Balinski and Laraki, *Majority Judgment* (2011): p is the share of better mentions than the majority one, q
of worse; the gauge is +p where p > q, −q where q > p. Fabre's *usual judgment* (2020) refines the same
mention by (p − q) over the share that gave it; its order is computed beside, and shown where it differs.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate

from communs.scrutins.calculs.palmares import Palmares, ranger


@dataclass(frozen=True)
class Merite:
    """One option: `effectifs` per mention, the worst first; `mention` the majority one (its place there)."""

    effectifs: tuple[int, ...]
    mention: int
    mieux: Fraction
    moins_bien: Fraction

    @property
    def jauge(self) -> Fraction:
        if self.mieux == self.moins_bien:
            return Fraction()
        return self.mieux if self.mieux > self.moins_bien else -self.moins_bien

    @property
    def cle(self) -> tuple[int, Fraction, Fraction]:
        """What the gauge compares; on equal gauges, the other side speaks."""
        jauge = self.jauge
        return self.mention, jauge, self.mieux if jauge < 0 else -self.moins_bien if jauge > 0 else Fraction()

    @property
    def usuel(self) -> Fraction:
        """Fabre's refinement, between -1/2 and 1/2 around the mention where both sides are minorities."""
        return (self.mieux - self.moins_bien) / (1 - self.mieux - self.moins_bien) / 2


@dataclass(frozen=True)
class Jugement:
    merites: tuple[Merite, ...]
    palmares: Palmares
    usuel: Palmares


def juger(effectifs: Sequence[Sequence[int]], departage: Sequence[int]) -> Jugement:
    """From the number of each mention (worst first) per option. ValueError without any ballot."""
    merites = tuple(merite(ligne) for ligne in effectifs)
    return Jugement(
        merites=merites,
        palmares=ranger([m.cle for m in merites], departage),
        usuel=ranger([(m.mention, m.usuel) for m in merites], departage),
    )


def merite(effectifs: Sequence[int]) -> Merite:
    """The majority mention is the median, the lower of the two in the middle: more than half gave as much."""
    total = sum(effectifs)
    if not total:
        raise ValueError("Aucun bulletin à dépouiller.")
    mention = next(m for m, cumul in enumerate(accumulate(effectifs)) if 2 * cumul >= total)
    return Merite(
        effectifs=tuple(effectifs),
        mention=mention,
        mieux=Fraction(sum(effectifs[mention + 1 :]), total),
        moins_bien=Fraction(sum(effectifs[:mention]), total),
    )


def compter(
    bulletins: Sequence[Sequence[int]], poids: Sequence[int], options: int, mentions: int
) -> list[list[int]]:
    """Number of each mention per option. A ballot's go from 1, the worst; 0, no opinion, counts as 1."""
    effectifs = [[0] * mentions for _ in range(options)]
    for bulletin, nombre in zip(bulletins, poids, strict=True):
        for option, valeur in enumerate(bulletin):
            effectifs[option][max(valeur, 1) - 1] += nombre
    return effectifs
