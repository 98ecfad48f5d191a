"""The registry of gabarits: what can be printed, by whom, and how.

An app declares its own in its `livrets.py`, imported when Django starts. The client only ever sends
an address; the gabarit's key and the object's reference are chosen here, by our code.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from communs.collectivites.identite import Identite
from communs.livrets.enums import Format


def _rien(objet: Any) -> frozenset[str]:
    return frozenset()


@dataclass(frozen=True)
class Gabarit:
    """One kind of booklet.

    `obtenir(reference, identite)` gives the object or None (a 404); `identite` is None for the task,
    which acts for nobody. `permission` is the rule asked at each download. `medias(objet)` names the
    files of the default storage that its pages may show.
    """

    cle: str
    nom: str
    permission: str
    template: str
    obtenir: Callable[[str, Identite | None], Any]
    reference: Callable[[Any], str]
    contexte: Callable[[Any, Mapping[str, Any]], dict[str, Any]]
    fichier: Callable[[Any], str]  # name given to the reader, without extension
    retour: Callable[[Any], str]  # address of the page to go back to
    formats: tuple[Format, ...] = (Format.PDF,)
    medias: Callable[[Any], frozenset[str]] = _rien


_gabarits: dict[str, Gabarit] = {}


def inscrire(gabarit: Gabarit) -> Gabarit:
    """Register a gabarit; ValueError if the key is taken."""
    if gabarit.cle in _gabarits:
        raise ValueError(f"Gabarit déjà inscrit : {gabarit.cle}")
    _gabarits[gabarit.cle] = gabarit
    return gabarit


def gabarit(cle: str) -> Gabarit:
    """The gabarit of this key; KeyError if unknown."""
    return _gabarits[cle]


def tous() -> tuple[Gabarit, ...]:
    return tuple(_gabarits.values())
