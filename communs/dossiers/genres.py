"""The kinds of dossier and their tools: an explicit list, each episode registering its own.

Imported before models: it knows dossiers by name only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

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
class Stocke:
    """A file of the default storage, by its name there; its size in bytes tells how far the archive is."""

    nom: str
    taille: int


Contenu = bytes | Stocke
AIDE = "dossiers"  # the page of the guide, with its section if it has one: « evaluateur#cadrer »


def _rien_a_ouvrir(identite: Identite, dossier: Dossier) -> None:
    """A tool that only reads what others hold has no row of its own."""


@dataclass(frozen=True)
class Outil:
    """One tool of a kind of dossier; `adresse` is the name of its page, under the dossier's address.

    `etape` and `attentes` answer "where does it stand?" and "what waits for me?", the latter for many
    dossiers at once (of this kind, in which the person takes part) and in a constant number of queries,
    in any order. `ouvrir` makes what every dossier has of it from its first day; `copier` then takes the
    frame (never people nor what was collected) into a new dossier; `archiver` gives the files of the
    dossier's archive, as (path, content), as far as this person may read them; a stored file is named,
    and read when its turn comes.
    """

    cle: str
    nom: str
    question: str
    adresse: str
    etape: Callable[[Dossier], Etape]
    attentes: Callable[[Identite, list[Dossier]], Iterable[tuple[Dossier, Attente]]]
    copier: Callable[[Identite, Dossier, Dossier], None]
    archiver: Callable[[Identite, Dossier], Iterator[tuple[str, Contenu]]]
    ouvrir: Callable[[Identite, Dossier], None] = _rien_a_ouvrir
    lieux: tuple[str, ...] = ()  # names of its pages that are not under `adresse`: same tab
    aide: str = AIDE


@dataclass(frozen=True)
class Genre:
    """A kind of dossier. `pilotes` are the roles that organise it, `fondateur` those its author receives.

    Who holds no other role than `observateurs` reads and attends, but has no vote.
    """

    cle: str
    nom: str
    article: str  # « une évaluation »
    episode: str  # colour and address of the episode
    roles: type[TextChoices]
    pilotes: frozenset[str]
    fondateur: tuple[str, ...]
    outils: tuple[Outil, ...]
    observateurs: frozenset[str] = frozenset()


def _rien_n_attend(identite: Identite, dossiers: list[Dossier]) -> Iterator[tuple[Dossier, Attente]]:
    yield from ()


def _rien_a_copier(identite: Identite, source: Dossier, copie: Dossier) -> None:
    """What happened with people is no part of a frame."""


@dataclass(frozen=True)
class Page:
    """A room that every dossier has, whatever its kind (séances, votes…), under « Avec le groupe ».

    For those whom `regle` allows in; whoever may `organise` prepares one at `preparer` (the words of that
    button: `geste`). `bilan` says in a few words what this person finds there, nothing when there is
    nothing. `adresse`, `attentes`, `copier`, `archiver` as for an Outil; `cle` is the folder of the archive.
    """

    cle: str
    nom: str
    promesse: str
    vide: str
    adresse: str
    preparer: str
    geste: str
    regle: str
    organise: str
    bilan: Callable[[Identite, Dossier], str]
    archiver: Callable[[Identite, Dossier], Iterator[tuple[str, Contenu]]]
    attentes: Callable[[Identite, list[Dossier]], Iterable[tuple[Dossier, Attente]]] = _rien_n_attend
    copier: Callable[[Identite, Dossier, Dossier], None] = _rien_a_copier
    aide: str = AIDE


_genres: dict[str, Genre] = {}
_pages: dict[str, Page] = {}


def inscrire(genre: Genre) -> Genre:
    """Register a kind; ValueError if the key is taken."""
    if genre.cle in _genres:
        raise ValueError(f"Genre déjà inscrit : {genre.cle}")
    _genres[genre.cle] = genre
    return genre


def inscrire_page(page: Page) -> Page:
    """Register a room's page; ValueError if the key is taken."""
    if page.cle in _pages:
        raise ValueError(f"Page déjà inscrite : {page.cle}")
    _pages[page.cle] = page
    return page


def pages() -> tuple[Page, ...]:
    """By name: rooms register in the order of the settings, which means nothing here."""
    return tuple(sorted(_pages.values(), key=lambda page: page.nom))


def genre(cle: str) -> Genre:
    """The kind of this key; KeyError if unknown."""
    return _genres[cle]


def tous() -> tuple[Genre, ...]:
    return tuple(_genres.values())


def est_d_un_autre(cle: str, espace: str) -> bool:
    """Whether addresses of this namespace are those of another kind's tools: a dossier has none of them."""
    siens: set[str] = set()
    autres: set[str] = set()
    for sorte in _genres.values():
        espaces = {outil.adresse.partition(":")[0] for outil in sorte.outils}
        siens |= espaces if sorte.cle == cle else set()
        autres |= espaces
    return espace in autres - siens - {"dossiers"}


def roles_pilotes() -> frozenset[str]:
    """The organising roles of every kind: their codes are unique across kinds (tested)."""
    return frozenset(role for genre in _genres.values() for role in genre.pilotes)
