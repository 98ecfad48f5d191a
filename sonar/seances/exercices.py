"""The exercises that a Sonar séance can put on the room's stage.

`carte/en_seance.py`, `trajectoire/en_seance.py` and `seances/test.py` register theirs when Django starts;
each becomes an `Activite` of the room, which shows nothing where the séance does not hold it (`scene.py`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from communs.seances.enums import Moment
from sonar.seances.enums import Exercice as Cle

if TYPE_CHECKING:
    from communs.collectivites.middleware import Requete
    from communs.seances.models import Participation, Seance


@dataclass(frozen=True)
class Vue:
    """One picture for the wall; `libelle` is the leader’s button: « Montrer la répartition »."""

    cle: str
    libelle: str


def _rien_de_plus(request: Requete, seance: Seance, participation: Participation) -> str:
    return ""


def _rien_a_figer(seance: Seance) -> None:
    return None


@dataclass(frozen=True)
class Exercice:
    """`participer` and `restituer` make what one phone shows, while the exercise is open and once its
    results are; `projeter`, the wall, for one of `vues`. `compter`: how many people have finished.
    `oublier` erases what somebody gave who erases her passage. `conclure`: what she finds when the séance is
    over. `figer` runs in the transaction that closes it. `feuilles`: style sheets of its pages.
    """

    cle: Cle
    consigne: str
    minutes: int
    vues: tuple[Vue, ...]
    participer: Callable[[Requete, Seance, Participation], str]
    restituer: Callable[[Requete, Seance, Participation], str]
    projeter: Callable[[Requete, Seance, str], str]
    compter: Callable[[Seance], int]
    oublier: Callable[[Participation], None]
    conclure: Callable[[Requete, Seance, Participation], str] = _rien_de_plus
    figer: Callable[[Seance], None] = _rien_a_figer
    feuilles: tuple[str, ...] = ()


_exercices: dict[Cle, Exercice] = {}


def inscrire(exercice: Exercice) -> Exercice:
    """Register one, with the room too; ValueError if its key is taken."""
    from communs.seances import activites
    from sonar.seances import scene

    if exercice.cle in _exercices:
        raise ValueError(f"Exercice déjà inscrit\u00a0: {exercice.cle}")
    _exercices[exercice.cle] = exercice
    activites.inscrire(scene.en_activite(exercice))
    return exercice


def inscrits() -> dict[Cle, Exercice]:
    """Those that exist, in the order that is proposed."""
    return {cle: _exercices[cle] for cle in Cle if cle in _exercices}


def activite(cle: Cle) -> str:
    """The name under which the room knows an exercise."""
    return f"sonar-{cle}"


def se_fait(seance: Seance, cle: Cle) -> bool:
    """People may answer this exercise now. Asked again under `communs.seances.services.tenir`."""
    return seance.ouverte and seance.activite == activite(cle) and seance.moment == Moment.OUVERT
