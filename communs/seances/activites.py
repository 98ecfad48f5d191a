"""What a séance can put on stage. Rooms above register here: a séance knows them by name only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from communs.collectivites.middleware import Requete
    from communs.seances.models import Participation, Seance


@dataclass(frozen=True)
class Suite:
    """A step that may come next: what the button says, and what is then on stage."""

    libelle: str
    activite: str
    objet: UUID
    moment: str


def _rien_de_plus(request: Requete, seance: Seance, participation: Participation) -> str:
    return ""


def _aucune_feuille(seance: Seance) -> tuple[str, ...]:
    return ()


@dataclass(frozen=True)
class Activite:
    """`conduire`, `projeter` and `participer` make HTML: for who leads, for the wall, for one phone.

    `suivante` is the next step from where the stage stands, or None. `passer` runs in the transaction that
    changes the stage, before it does, on the locked séance: it raises ValidationError (a French sentence)
    for what cannot be, and writes its own rows; `terminer`, in the one that closes the séance. `mesurer`
    counts the answers to what is on stage. `oublier` erases what somebody gave who erases her passage.
    `conclure` is what who was there finds once the séance is over. `feuilles`: style sheets of its pages.
    """

    cle: str
    conduire: Callable[[Requete, Seance], str]
    projeter: Callable[[Requete, Seance], str]
    participer: Callable[[Requete, Seance, Participation], str]
    suivante: Callable[[Seance], Suite | None]
    passer: Callable[[Seance, UUID, str], None]
    terminer: Callable[[Seance], None]
    mesurer: Callable[[Seance], int]
    oublier: Callable[[Participation], None]
    conclure: Callable[[Requete, Seance, Participation], str] = _rien_de_plus
    feuilles: Callable[[Seance], tuple[str, ...]] = _aucune_feuille


_activites: dict[str, Activite] = {}


def inscrire(activite: Activite) -> Activite:
    """Register one; ValueError if its key is taken."""
    if activite.cle in _activites:
        raise ValueError(f"Activité déjà inscrite : {activite.cle}")
    _activites[activite.cle] = activite
    return activite


def toutes() -> tuple[Activite, ...]:
    return tuple(_activites.values())


def trouver(cle: str) -> Activite | None:
    return _activites.get(cle)


def suivante(seance: Seance) -> Suite | None:
    """The next step: of what is on stage, else of the first activity that has one."""
    presente = trouver(seance.activite)
    ordre = [presente] if presente else []
    ordre += [a for a in toutes() if a is not presente]
    return next((suite for a in ordre if (suite := a.suivante(seance)) is not None), None)


def feuilles(seance: Seance) -> list[str]:
    """The style sheets of all that may come on stage, for screens that swap it without loading again."""
    return list(dict.fromkeys(feuille for a in toutes() for feuille in a.feuilles(seance)))


def mesurer(seance: Seance) -> int:
    presente = trouver(seance.activite)
    return presente.mesurer(seance) if presente else 0
