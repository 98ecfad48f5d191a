"""What a trial holds: each episode that has a demonstration tells it here, at start."""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings

from communs.collectivites.models import Collectivite, Compte


@dataclass(frozen=True)
class Personne:
    """Somebody one may be in a trial, in a few French words (« évaluatrice », « élu du comité »)."""

    compte: Compte
    role: str


@dataclass(frozen=True)
class Raconte:
    """A story told: where each tool of the episode is tried (by slug), and who may be played."""

    portes: dict[str, str]
    personnes: tuple[Personne, ...]


_recits: dict[str, Callable[[Collectivite], Raconte]] = {}


def inscrire(episode: str, raconter: Callable[[Collectivite], Raconte]) -> None:
    """Register how this episode fills an empty collectivité; ValueError if it is told already."""
    if episode in _recits:
        raise ValueError(f"Épisode déjà raconté\u00a0: {episode}")
    _recits[episode] = raconter


def raconter(collectivite: Collectivite) -> Raconte:
    """Tell every episode in this collectivité; the doors are then by key of tool."""
    portes: dict[str, str] = {}
    personnes: list[Personne] = []
    for episode, recit in _recits.items():
        raconte = recit(collectivite)
        portes |= {f"{episode}-{slug}": adresse for slug, adresse in raconte.portes.items()}
        personnes += raconte.personnes
    return Raconte(portes, tuple(personnes))


def s_essaie(episode: str) -> bool:
    """Its tools are tried here: it is told, and trials are."""
    return episode in _recits and settings.VIGIE_ESSAIS_RESERVE > 0
