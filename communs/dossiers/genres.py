"""The kinds of dossier and their tools: an explicit list, each episode registering its own.

Imported before models: it knows dossiers by name only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import IO, TYPE_CHECKING

from django.db.models import TextChoices

if TYPE_CHECKING:
    from communs.collectivites.identite import Identite
    from communs.dossiers.models import Dossier


@dataclass(frozen=True)
class Attente:
    """Something that waits for the reader: a sentence, where to do it, and by when."""

    texte: str
    adresse: str
    pour_le: date | None = None


@dataclass(frozen=True)
class Etape:
    """Where a tool stands in a dossier: its state in a word, what comes next and whose turn it is."""

    etat: str
    commence: bool
    fini: bool
    suite: str = ""
    a_qui: str = ""


@dataclass(frozen=True)
class Outil:
    """One tool of a kind of dossier; `adresse` is the name of its page, under the dossier's address.

    `etape` and `attentes` answer "where does it stand?" and "what waits for me?". `copier` takes the
    frame (never people nor what was collected) into a new dossier; `archiver` gives the files of the
    dossier's archive, as (path, content: bytes or an open file), as far as this person may read them.
    """

    cle: str
    nom: str
    question: str
    adresse: str
    etape: Callable[[Dossier], Etape]
    attentes: Callable[[Identite, Dossier], list[Attente]]
    copier: Callable[[Identite, Dossier, Dossier], None]
    archiver: Callable[[Identite, Dossier], Iterator[tuple[str, bytes | IO[bytes]]]]


@dataclass(frozen=True)
class Genre:
    """A kind of dossier. `pilotes` are the roles that organise it, `fondateur` those its author receives.

    `ouvrir` makes what every dossier of this kind has from its first day.
    """

    cle: str
    nom: str
    article: str  # « une évaluation »
    episode: str  # colour and address of the episode
    roles: type[TextChoices]
    pilotes: frozenset[str]
    fondateur: tuple[str, ...]
    outils: tuple[Outil, ...]
    ouvrir: Callable[[Identite, Dossier], None]


_genres: dict[str, Genre] = {}


def inscrire(genre: Genre) -> Genre:
    """Register a kind; ValueError if the key is taken."""
    if genre.cle in _genres:
        raise ValueError(f"Genre déjà inscrit : {genre.cle}")
    _genres[genre.cle] = genre
    return genre


def genre(cle: str) -> Genre:
    """The kind of this key; KeyError if unknown."""
    return _genres[cle]


def tous() -> tuple[Genre, ...]:
    return tuple(_genres.values())


def roles_pilotes() -> frozenset[str]:
    """The organising roles of every kind: their codes are unique across kinds (tested)."""
    return frozenset(role for genre in _genres.values() for role in genre.pilotes)
