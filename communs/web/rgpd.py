"""What the platform knows of a person, declared by each app in its own `rgpd.py` (imported at start).

An app says, for each model that names a person, whether its rows are taken away by the export and what
becomes of them when the account is erased; a contract test finds the models that were forgotten. The
same lines make the archive, `/donnees-personnelles/effacement/` and the erasure itself.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

Ligne = Mapping[str, Any]


class Sort(Enum):
    """What becomes of rows when the account they speak of is erased; the value is shown."""

    EFFACE = "Effacé tout de suite"
    ANONYME = "Gardé, sans rien qui vous désigne"
    GARDE = "Gardé pour un temps"


@dataclass(frozen=True)
class Trace:
    """What is known of a person in one place; all texts are shown to the public, in French.

    `modele` is the label of the model ("sonar.Tentative"), or "" for what is no row (backups, logs).
    `absence` says why the export leaves it out; empty when it takes it. What is kept says why and how long.
    """

    modele: str
    nom: str
    sort: Sort = Sort.EFFACE
    absence: str = ""
    pourquoi: str = ""
    duree: str = ""


@dataclass(frozen=True)
class Piece:
    """One of the person's own files: its name in the archive and where the default storage keeps it."""

    nom: str
    fichier: str


def _aucune_piece(compte: Any) -> Iterator[Piece]:
    return iter(())


def _rien_de_plus(compte: Any) -> None:
    return None


@dataclass(frozen=True)
class Domaine:
    """What one app knows of people.

    `exporter(compte)` gives the sections of its file in the archive, each a name and its rows, read
    as they are written: they may be many. `effacer(compte)` erases what no foreign key finds, in the
    transaction that deletes the account and before it.
    """

    cle: str  # name of its file, without extension
    nom: str
    resume: str
    traces: tuple[Trace, ...]
    exporter: Callable[[Any], Iterable[tuple[str, Iterable[Ligne]]]]
    pieces: Callable[[Any], Iterator[Piece]] = _aucune_piece
    effacer: Callable[[Any], None] = _rien_de_plus


_domaines: dict[str, Domaine] = {}


def declarer(domaine: Domaine) -> Domaine:
    """Register an app's declaration; ValueError if its key is taken or a trace is half said."""
    if domaine.cle in _domaines:
        raise ValueError(f"Domaine déjà déclaré : {domaine.cle}")
    for trace in domaine.traces:
        if (trace.sort is not Sort.EFFACE) != bool(trace.pourquoi and trace.duree):
            raise ValueError(
                f"{trace.nom} : dire pourquoi et combien de temps si c’est gardé, et alors seulement."
            )
    _domaines[domaine.cle] = domaine
    return domaine


def domaines() -> tuple[Domaine, ...]:
    """The account first, which everybody looks for, then by name."""
    return tuple(sorted(_domaines.values(), key=lambda d: (d.cle != "compte", d.nom)))


def traces(*sorts: Sort) -> list[Trace]:
    """Every trace declared, or those of these sorts only."""
    return [t for d in domaines() for t in d.traces if not sorts or t.sort in sorts]


def effacer(compte: Any) -> None:
    """Let each app erase what no foreign key finds; the account itself is deleted afterwards."""
    for domaine in domaines():
        domaine.effacer(compte)
