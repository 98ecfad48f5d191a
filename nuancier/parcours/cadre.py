"""Laying the chips out over days: mornings and afternoons, in the path's order. Pure functions."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from nuancier.parcours.calculs import Puce, duree
from nuancier.parcours.enums import Moment
from nuancier.parcours.models import MAX_JOURS


@dataclass(frozen=True)
class Case:
    """A chip in one half-day; `suite` where it began before, `serree` where another already stands."""

    puce: Puce
    suite: bool = False
    serree: bool = False


@dataclass
class DemiJournee:
    moment: Moment
    cases: list[Case] = field(default_factory=list)


@dataclass
class Jour:
    """One day; `prevu` is False beyond the days planned."""

    numero: int
    demi_journees: tuple[DemiJournee, DemiJournee]
    prevu: bool = True


@dataclass(frozen=True)
class Cadre:
    """The days, the chips that have no duration to place, and those beyond the last day shown."""

    jours: tuple[Jour, ...]
    a_caler: tuple[Puce, ...] = ()
    au_dela: tuple[Puce, ...] = ()

    @property
    def serrees(self) -> tuple[Puce, ...]:
        """Chips placed by hand where another one stands."""
        cases = [c for jour in self.jours for d in jour.demi_journees for c in d.cases if c.serree]
        return tuple(dict.fromkeys(c.puce for c in cases))


def repartir(puces: Sequence[Puce], jours: int | None) -> Cadre:
    """Fill the half-days: first what is placed by hand, then the rest, each after the chip before it.

    The shortest duration of each module is taken. `jours` planned are all shown, empty or not.
    """
    places: dict[int, list[Case]] = {}
    for puce in (p for p in puces if p.jour is not None):
        depart = _rang_de(puce)
        for rang in range(depart, min(depart + _demi_journees(puce), 2 * MAX_JOURS)):
            deja = places.setdefault(rang, [])
            deja.append(Case(puce, suite=rang > depart, serree=bool(deja)))
    a_caler, au_dela = _placer_le_reste(puces, places)
    dernier = max([(rang // 2) + 1 for rang in places] + [jours or 0])
    return Cadre(
        tuple(_jour(numero, places, jours) for numero in range(1, dernier + 1)),
        tuple(a_caler),
        tuple(au_dela),
    )


def _placer_le_reste(puces: Sequence[Puce], places: dict[int, list[Case]]) -> tuple[list[Puce], list[Puce]]:
    a_caler, au_dela, curseur = [], [], 0
    for puce in puces:
        if puce.jour is not None:
            curseur = _rang_de(puce) + _demi_journees(puce)
            continue
        if duree(puce) is None:
            a_caler.append(puce)
            continue
        libres = [r for r in range(curseur, 2 * MAX_JOURS) if r not in places][: _demi_journees(puce)]
        if len(libres) < _demi_journees(puce):
            au_dela.append(puce)
            continue
        for rang in libres:
            places[rang] = [Case(puce, suite=rang != libres[0])]
        curseur = libres[-1] + 1
    return a_caler, au_dela


def _demi_journees(puce: Puce) -> int:
    """Half-days that it takes; one for a chip placed by hand whose duration nobody says."""
    connue = duree(puce)
    return connue.au_moins if connue is not None else 1


def _rang_de(puce: Puce) -> int:
    return 2 * ((puce.jour or 1) - 1) + (puce.moment == Moment.APRES_MIDI)


def _jour(numero: int, places: dict[int, list[Case]], jours: int | None) -> Jour:
    matin, apres_midi = (places.get(2 * (numero - 1) + r, []) for r in (0, 1))
    return Jour(
        numero=numero,
        demi_journees=(DemiJournee(Moment.MATIN, matin), DemiJournee(Moment.APRES_MIDI, apres_midi)),
        prevu=jours is None or numero <= jours,
    )
