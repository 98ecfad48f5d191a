"""A round as it is read: per stage and per indicator, who said what, and what follows from it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Prefetch

from sonar.trajectoire import calculs
from sonar.trajectoire.enums import Niveau
from sonar.trajectoire.models import EtapeTrajectoire, PointTrajectoire, PositionTrajectoire, Sujet, Tour


@dataclass(frozen=True)
class Dit:
    """What one person says of one indicator."""

    qui: str
    niveau: Niveau | None
    note: str


@dataclass(frozen=True)
class LigneDIndicateur:
    texte: str
    retire: bool
    dits: tuple[Dit, ...]

    @property
    def niveaux(self) -> list[int]:
        return [dit.niveau for dit in self.dits if dit.niveau is not None]

    @property
    def repartition(self) -> tuple[int, int, int]:
        return calculs.repartition(self.niveaux)

    @property
    def desaccord(self) -> float | None:
        return calculs.desaccord(self.niveaux)

    @property
    def dit_le_desaccord(self) -> str:
        return calculs.dire_le_desaccord(self.desaccord)

    @property
    def pas_encore(self) -> bool:
        """Something remains to be done, says somebody."""
        return any(niveau != Niveau.ACQUIS for niveau in self.niveaux)


@dataclass(frozen=True)
class LigneDEtape:
    etape: EtapeTrajectoire
    indicateurs: tuple[LigneDIndicateur, ...]

    @property
    def avancement(self) -> float | None:
        return calculs.avancement([n for ligne in self.indicateurs for n in ligne.niveaux])

    @property
    def pourcent(self) -> int | None:
        return None if self.avancement is None else round(100 * self.avancement)

    @property
    def passee(self) -> bool:
        return self.avancement is not None and self.avancement >= calculs.SEUIL

    @property
    def desaccord(self) -> float | None:
        return calculs.desaccord_d_etape([ligne.desaccord for ligne in self.indicateurs])

    @property
    def dit_le_desaccord(self) -> str:
        return calculs.dire_le_desaccord(self.desaccord)


@dataclass(frozen=True)
class Lecture:
    """Everything that a round says, once it may be read."""

    tour: Tour
    personnes: tuple[str, ...]
    etapes: tuple[LigneDEtape, ...]
    balise: LigneDEtape | None = field(default=None)
    sauts: tuple[calculs.Saut[EtapeTrajectoire], ...] = ()

    @property
    def desaccords(self) -> list[tuple[LigneDEtape, LigneDIndicateur]]:
        """The indicators on which people part most, from the widest gap."""
        lignes = [(e, i) for e in self.etapes for i in e.indicateurs if i.desaccord]
        return sorted(lignes, key=lambda ligne: -(ligne[1].desaccord or 0))

    @property
    def avancements(self) -> list[float | None]:
        return [ligne.avancement for ligne in self.etapes]


def positions_remises(tours: Sequence[Tour]) -> list[PositionTrajectoire]:
    points = PointTrajectoire.objects.select_related("indicateur").order_by("indicateur__rang", "pk")
    remises = PositionTrajectoire.objects.remises().filter(tour__in=tours).select_related("compte")
    return list(remises.order_by("remise_le", "pk").prefetch_related(Prefetch("points", points)))


def lire(
    tour: Tour,
    etapes: Sequence[EtapeTrajectoire] | None = None,
    positions: Sequence[PositionTrajectoire] | None = None,
) -> Lecture:
    """The round in full; retired indicators are there as long as somebody answered them."""
    etapes = list(EtapeTrajectoire.objects.order_by("rang")) if etapes is None else etapes
    positions = positions_remises([tour]) if positions is None else positions
    lignes = tuple(LigneDEtape(etape, _indicateurs(etape, positions)) for etape in etapes)
    avancements = {ligne.etape: ligne.avancement for ligne in lignes}
    prochaine = calculs.prochaine_balise(avancements)
    return Lecture(
        tour=tour,
        personnes=tuple(p.nom_affiche for p in positions),
        etapes=lignes,
        balise=next((ligne for ligne in lignes if ligne.etape == prochaine), None),
        sauts=calculs.sauts(avancements),
    )


def _indicateurs(
    etape: EtapeTrajectoire, positions: Sequence[PositionTrajectoire]
) -> tuple[LigneDIndicateur, ...]:
    """Those that somebody answered, in their order; the text is the one of that day."""
    par_indicateur: dict[int, list[tuple[PositionTrajectoire, PointTrajectoire]]] = {}
    for position in positions:
        for point in position.points.all():
            if point.indicateur.etape_id == etape.pk:
                par_indicateur.setdefault(point.indicateur_id, []).append((position, point))
    groupes = sorted(par_indicateur.values(), key=lambda g: (g[0][1].indicateur.rang, g[0][1].indicateur_id))
    return tuple(
        LigneDIndicateur(
            texte=groupe[-1][1].texte,
            retire=groupe[0][1].indicateur.retire,
            dits=tuple(
                Dit(p.nom_affiche, None if pt.niveau is None else Niveau(pt.niveau), pt.note)
                for p, pt in groupe
            ),
        )
        for groupe in groupes
    )


@dataclass(frozen=True)
class Passe:
    """One round in the history."""

    tour: Tour
    le: datetime
    lecture: Lecture


def histoire(sujet: Sujet, maximum: int = 24) -> list[Passe]:
    """The closed rounds, the latest first: three queries, whatever their number."""
    tours = list(sujet.tours.filter(clos_le__isnull=False).order_by("-clos_le", "-pk")[:maximum])
    etapes = list(EtapeTrajectoire.objects.order_by("rang"))
    par_tour: dict[int, list[PositionTrajectoire]] = {}
    for position in positions_remises(tours):
        par_tour.setdefault(position.tour_id, []).append(position)
    return [
        Passe(tour, tour.clos_le, lire(tour, etapes, par_tour.get(tour.pk, [])))
        for tour in tours
        if tour.clos_le is not None
    ]
