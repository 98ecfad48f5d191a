"""What a corpus declares: its file, and how each of its rows is told from the others."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from communs.echanges.yaml_lignes import Carte


@dataclass(frozen=True)
class Cle:
    """A reference to a row by its natural key, for the foreign keys of another key."""

    modele: str
    cle: Mapping[str, Any]


@dataclass(frozen=True)
class Ligne:
    """One row the corpus ships: `modele` ("sonar.Option"), natural key, shipped fields, line."""

    modele: str
    cle: Mapping[str, Any]
    champs: Mapping[str, Any]
    no: int


def recommandations(cartes: Iterable[Carte]) -> Iterable[Ligne]:
    """The rows of « recommandations »: `origine` and `depuis` lead to `type` and `cible`."""
    for carte in cartes:
        cle = {
            "origine_type": carte["origine"],
            "origine_cle": carte["depuis"],
            "cible_type": carte["type"],
            "cible_cle": carte["cible"],
        }
        champs = carte.sauf("origine", "depuis", "type", "cible")
        yield Ligne("catalogue.Recommandation", cle, champs, carte.no)


@dataclass(frozen=True)
class Corpus:
    """One file of fixtures/. `lignes` gives parents before children; `apres` runs in the transaction."""

    nom: str
    fichier: Path
    lignes: Callable[[Carte], Iterable[Ligne]]
    apres: Callable[[], None] | None = None


def corpus_installes() -> dict[str, Corpus]:
    """Every corpus of VIGIE_CORPUS, in its order, by name."""
    corpus = [import_string(chemin) for chemin in settings.VIGIE_CORPUS]
    return {c.nom: c for c in corpus}
