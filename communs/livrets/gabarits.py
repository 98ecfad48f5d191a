"""The registry of gabarits: what can be printed, by whom, and how.

An app declares its own in its `livrets.py`, imported when Django starts. The client only ever sends
an address; the gabarit's key and the object's reference are chosen here, by our code.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import IO, Any

from communs.collectivites.identite import Identite
from communs.livrets.enums import Format


def _rien(objet: Any) -> frozenset[str]:
    return frozenset()


def _sans_contexte(objet: Any, parametres: Mapping[str, Any]) -> dict[str, Any]:
    return {}


Avancer = Callable[[int], None]  # told the percentage done


@dataclass(frozen=True)
class Gabarit:
    """One kind of booklet.

    `obtenir(reference, identite)` gives the object or None (a 404); `identite` is None for the task,
    which acts for nobody. `permission` is the rule asked at each download. `medias(objet)` names the
    files of the default storage that its pages may show.

    A PDF has a `template` and its `contexte`. Anything else has `assembler(objet, avancer)` instead, which
    gives an open binary file and the number of files in it. Its fingerprint is its parameters, for its
    content is read when it is made; with `contenu(objet)`, which gives all that the file is made from, the
    same content makes one file, as for a PDF. `preuve`: a download asks for a recent authentication.
    """

    cle: str
    nom: str
    permission: str
    obtenir: Callable[[str, Identite | None], Any]
    reference: Callable[[Any], str]
    fichier: Callable[[Any], str]  # name given to the reader, without extension
    retour: Callable[[Any], str]  # address of the page to go back to
    template: str = ""
    contexte: Callable[[Any, Mapping[str, Any]], dict[str, Any]] = _sans_contexte
    assembler: Callable[[Any, Avancer], tuple[IO[bytes], int]] | None = None
    contenu: Callable[[Any], bytes] | None = None
    piece: str = "piece-sonar"  # the room whose colours its page wears
    retour_vers: str = "Revenir au résultat"
    duree_de_vie: timedelta = timedelta(days=30)  # of a finished file
    preuve: bool = False
    formats: tuple[Format, ...] = (Format.PDF,)
    medias: Callable[[Any], frozenset[str]] = _rien


_gabarits: dict[str, Gabarit] = {}


def inscrire(gabarit: Gabarit) -> Gabarit:
    """Register a gabarit; ValueError if the key is taken."""
    if gabarit.cle in _gabarits:
        raise ValueError(f"Gabarit déjà inscrit : {gabarit.cle}")
    _gabarits[gabarit.cle] = gabarit
    return gabarit


def gabarit(cle: str) -> Gabarit:
    """The gabarit of this key; KeyError if unknown."""
    return _gabarits[cle]


def tous() -> tuple[Gabarit, ...]:
    return tuple(_gabarits.values())
