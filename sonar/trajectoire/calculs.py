"""What is computed from positions. Pure functions; published in `docs/sonar-trajectoire.md` and in the guide.

A level is 0 (pas encore), 1 (en cours) or 2 (acquis). Who said nothing of an indicator counts nowhere.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

SEUIL = 0.75  # a stage is passed from here on
AVANCE = 0.25  # a later stage is ahead of an earlier one from this difference on
ECART_FORT, ECART_NET = 2 / 3, 1 / 3
K = TypeVar("K", bound=Hashable)


def avancement(niveaux: Sequence[int]) -> float | None:
    """How far a stage is, from 0 to 1: the mean of all levels given, over 2. None when nobody answered."""
    return sum(niveaux) / (2 * len(niveaux)) if niveaux else None


def desaccord(niveaux: Sequence[int]) -> float | None:
    """How far apart the answers to one thing are, from 0 (all the same) to 1 (two camps, as many, opposite).

    The differences of all pairs added, over the most that as many answers can reach. None below two answers.
    """
    nombre = len(niveaux)
    if nombre < 2:
        return None
    ecarts = sum(abs(a - b) for rang, a in enumerate(niveaux) for b in niveaux[rang + 1 :])
    return ecarts / (2 * (nombre // 2) * (nombre - nombre // 2))


def desaccord_d_etape(mesures: Sequence[float | None]) -> float | None:
    """The mean of what was measured on its indicators; None where nothing was."""
    connues = [mesure for mesure in mesures if mesure is not None]
    return sum(connues) / len(connues) if connues else None


def dire_le_desaccord(mesure: float | None) -> str:
    """The words that go with the measure, wherever it is shown."""
    if mesure is None:
        return "trop peu de réponses"
    if mesure == 0:
        return "d’accord"
    if mesure < ECART_NET:
        return "nuances"
    return "désaccord" if mesure < ECART_FORT else "désaccord fort"


def repartition(niveaux: Sequence[int]) -> tuple[int, int, int]:
    """How many said pas encore, en cours, acquis."""
    return (niveaux.count(0), niveaux.count(1), niveaux.count(2))


def prochaine_balise(avancements: Mapping[K, float | None]) -> K | None:
    """The first stage, in the order given, that is not passed; stages nobody spoke of are no milestone."""
    return next((cle for cle, valeur in avancements.items() if valeur is not None and valeur < SEUIL), None)


@dataclass(frozen=True)
class Saut(Generic[K]):
    """A stage that is not passed, and the later ones that are ahead of it."""

    etape: K
    devant: tuple[K, ...]


def sauts(avancements: Mapping[K, float | None]) -> tuple[Saut[K], ...]:
    """Where the path is not straight, in the order of the stages."""
    connus = [(cle, valeur) for cle, valeur in avancements.items() if valeur is not None]
    trouves = []
    for rang, (cle, valeur) in enumerate(connus):
        devant = tuple(c for c, v in connus[rang + 1 :] if v - valeur >= AVANCE)
        if valeur < SEUIL and devant:
            trouves.append(Saut(cle, devant))
    return tuple(trouves)
