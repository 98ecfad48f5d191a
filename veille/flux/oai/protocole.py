"""OAI-PMH 2.0: what a harvester may ask, and in which words it is refused."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from veille.flux.textes import est_propre

VALEUR_MAX = 1_000  # characters of one argument
_JOUR = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_SECONDE = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z", re.ASCII)


class ErreurOai(Exception):
    """An error of the protocol: `code` is one of its eight words."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


@dataclass(frozen=True)
class Regle:
    """The arguments of a verb; a resumption token comes alone."""

    obligatoires: tuple[str, ...] = ()
    facultatifs: tuple[str, ...] = ()
    reprise: bool = False


_LISTE = Regle(("metadataPrefix",), ("from", "until", "set"), reprise=True)
VERBES = {
    "Identify": Regle(),
    "ListMetadataFormats": Regle(facultatifs=("identifier",)),
    "ListSets": Regle(reprise=True),
    "GetRecord": Regle(("identifier", "metadataPrefix")),
    "ListIdentifiers": _LISTE,
    "ListRecords": _LISTE,
}


@dataclass(frozen=True)
class Demande:
    """A request that is well formed."""

    verbe: str
    arguments: Mapping[str, str]


def lire(recus: Mapping[str, Sequence[str]]) -> Demande:
    """The request made of these arguments. Raises ErreurOai, badVerb or badArgument."""
    verbes = recus.get("verb", ())
    if len(verbes) != 1 or verbes[0] not in VERBES:
        raise ErreurOai("badVerb", "Le verbe manque, est répété ou n’existe pas.")
    verbe = verbes[0]
    regle = VERBES[verbe]
    arguments: dict[str, str] = {}
    for nom, valeurs in recus.items():
        if nom == "verb":
            continue
        connu = nom in (*regle.obligatoires, *regle.facultatifs) or (
            regle.reprise and nom == "resumptionToken"
        )
        if not connu:
            raise ErreurOai("badArgument", f"{verbe} n’a pas cet argument.")
        if len(valeurs) != 1:
            raise ErreurOai("badArgument", f"L’argument {nom} est répété.")
        if not valeurs[0] or len(valeurs[0]) > VALEUR_MAX or not est_propre(valeurs[0]):
            raise ErreurOai("badArgument", f"L’argument {nom} est vide, trop long ou illisible.")
        arguments[nom] = valeurs[0]
    if "resumptionToken" in arguments:
        if len(arguments) > 1:
            raise ErreurOai("badArgument", "resumptionToken vient seul.")
    elif manquants := [nom for nom in regle.obligatoires if nom not in arguments]:
        raise ErreurOai("badArgument", f"Il manque {manquants[0]}.")
    return Demande(verbe, arguments)


def bornes(de: str | None, a: str | None) -> tuple[datetime | None, datetime | None]:
    """The instants from which, and before which, a record must have changed. Raises badArgument."""
    if de and a and len(de) != len(a):
        raise ErreurOai("badArgument", "from et until ne sont pas de la même précision.")
    debut = _instant("from", de) if de else None
    fin = _instant("until", a) if a else None
    if debut and fin and debut > fin:
        raise ErreurOai("badArgument", "from vient après until.")
    if fin is None or a is None:
        return debut, None
    try:
        return debut, fin + (timedelta(days=1) if _JOUR.fullmatch(a) else timedelta(seconds=1))
    except OverflowError:  # the last day that can be written bounds nothing
        return debut, None


def _instant(nom: str, texte: str) -> datetime:
    forme = "%Y-%m-%d" if _JOUR.fullmatch(texte) else "%Y-%m-%dT%H:%M:%SZ"
    try:
        if forme != "%Y-%m-%d" and not _SECONDE.fullmatch(texte):
            raise ValueError
        return datetime.strptime(texte, forme).replace(tzinfo=UTC)
    except ValueError as erreur:
        raise ErreurOai("badArgument", f"{nom} s’écrit AAAA-MM-JJ ou AAAA-MM-JJThh:mm:ssZ.") from erreur
