"""Arithmetic of the map. Coordinates run from -100 to 100: x from solution to capacitation, y from the inner
vision to the global one. They are estimated (`fixtures/sonar-carte.yaml`); what follows from them is too."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import hypot

from sonar.carte.enums import Zone

LARGEUR_DU_CENTRE, HAUTEUR_DU_CENTRE = 20, 60  # the hybrid area of the print, half of each side
BANDE = 10  # beside a pole of the horizontal axis, neither global nor inner


@dataclass(frozen=True)
class Point:
    """A resource on the map."""

    cle: str
    x: int
    y: int

    @property
    def zone(self) -> Zone:
        return zone(self.x, self.y)


def zone(x: int, y: int) -> Zone:
    """The zone of a place: the hybrid middle, a pole, or what lies between two poles."""
    if abs(x) <= LARGEUR_DU_CENTRE:
        if abs(y) <= HAUTEUR_DU_CENTRE:
            return Zone.CENTRE
        return Zone.GLOBALE if y > 0 else Zone.INTERNE
    if abs(y) <= BANDE:
        return Zone.CAPACITATION if x > 0 else Zone.SOLUTION
    if x > 0:
        return Zone.CAPACITATION_GLOBALE if y > 0 else Zone.CAPACITATION_INTERNE
    return Zone.SOLUTION_GLOBALE if y > 0 else Zone.SOLUTION_INTERNE


def centre_de_gravite(points: Sequence[Point]) -> tuple[int, int] | None:
    """The mean place of a mix, rounded; None without any."""
    if not points:
        return None
    return round(sum(p.x for p in points) / len(points)), round(sum(p.y for p in points) / len(points))


def hybridite(points: Sequence[Point]) -> int | None:
    """Of a hundred pairs taken in the mix, how many are hybrid; None with fewer than two resources.

    A pair is hybrid when its two resources stand in different zones, or both in the hybrid area, whose
    resources already cross several approaches. Ours: the print says that mixing matters, it measures nothing.
    """
    paires = len(points) * (len(points) - 1) // 2
    if not paires:
        return None
    par_zone = Counter(point.zone for point in points)
    pareilles = sum(n * (n - 1) // 2 for lieu, n in par_zone.items() if lieu != Zone.CENTRE)
    return round(100 * (paires - pareilles) / paires)


@dataclass(frozen=True)
class Couverture:
    """How many resources of a zone are in a mix, out of how many it has."""

    zone: Zone
    utilisees: int
    total: int

    @property
    def pourcent(self) -> int:
        return round(100 * self.utilisees / self.total) if self.total else 0


def couvertures(points: Iterable[Point], carte: Iterable[Point]) -> list[Couverture]:
    """Zone by zone, those that have a resource or a use, in the order of the map."""
    utilisees = Counter(point.zone for point in points)
    total = Counter(point.zone for point in carte)
    return [
        Couverture(lieu, utilisees[lieu], max(total[lieu], utilisees[lieu]))
        for lieu in Zone
        if total[lieu] or utilisees[lieu]
    ]


VOISINES, OPPOSEES = 3, 3


@dataclass(frozen=True)
class Equilibre:
    """What would complete a mix: close to where it stands, and across the map from it."""

    voisines: tuple[str, ...]
    opposees: tuple[str, ...]


def equilibrer(points: Sequence[Point], carte: Iterable[Point]) -> Equilibre:
    """Keys of resources not used yet; nothing without a mix. Ties go by key: same mix, same advice."""
    centre = centre_de_gravite(points)
    if centre is None:
        return Equilibre((), ())
    prises = {point.cle for point in points}
    libres = [point for point in carte if point.cle not in prises]
    voisines = _proches(libres, *centre, VOISINES)
    reste = [point for point in libres if point.cle not in voisines]
    return Equilibre(voisines, _proches(reste, -centre[0], -centre[1], OPPOSEES))


def _proches(points: Iterable[Point], x: int, y: int, combien: int) -> tuple[str, ...]:
    ranges = sorted(points, key=lambda point: (hypot(point.x - x, point.y - y), point.cle))
    return tuple(point.cle for point in ranges[:combien])
