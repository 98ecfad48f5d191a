"""The facilitator's timed script: which moments a séance holds, in order, and when each begins."""

from collections.abc import Collection
from dataclasses import dataclass

from sonar.seances.enums import Exercice, Temps
from sonar.seances.models import TempsDuDeroule


@dataclass(frozen=True)
class Moment:
    """One moment, `debut` minutes after the beginning."""

    temps: TempsDuDeroule
    debut: int

    @property
    def minutes(self) -> int:
        return self.temps.minutes


def temps(exercices: Collection[Exercice]) -> list[Moment]:
    """Those of all séances and of these exercises."""
    voulus = {Temps.ACCUEIL.value, Temps.CLOTURE.value, *(cle.value for cle in exercices)}
    ordre = [str(partie) for partie in Temps]
    lignes = [t for t in TempsDuDeroule.objects.all() if t.temps in voulus]
    lignes.sort(key=lambda t: (ordre.index(t.temps), t.rang))
    moments, debut = [], 0
    for ligne in lignes:
        moments.append(Moment(ligne, debut))
        debut += ligne.minutes
    return moments
