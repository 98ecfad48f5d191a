"""The kinds of dated things: an explicit list, each tool registering its own (`echeances.py`)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True)
class Entree:
    """What a tool says of one dated thing. `le` None: it has no date (any more), its row goes.

    `responsable` is the key of a `dossiers.Participant` of the same dossier; `adresse` a path.
    """

    reference: UUID
    libelle: str
    adresse: str
    le: date | None
    responsable: int | None = None
    faite_le: datetime | None = None


@dataclass(frozen=True)
class Genre:
    """A kind of dated thing, as « tâche ». `recompter` gives, from the tool's own rows, what the
    échéances of this kind must be: (dossier's key, entry) for each."""

    cle: str
    nom: str
    recompter: Callable[[], Iterable[tuple[int, Entree]]]


_genres: dict[str, Genre] = {}


def inscrire(genre: Genre) -> Genre:
    """Register a kind; ValueError if the key is taken."""
    if genre.cle in _genres:
        raise ValueError(f"Genre d’échéance déjà inscrit : {genre.cle}")
    _genres[genre.cle] = genre
    return genre


def genre(cle: str) -> Genre:
    """The kind of this key; KeyError if unknown."""
    return _genres[cle]


def tous() -> tuple[Genre, ...]:
    return tuple(_genres.values())
