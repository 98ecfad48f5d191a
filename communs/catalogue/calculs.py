"""What people type, made into words to look for; what the database marks, made into passages."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

NOMBRE_DE_MOTS = 12  # the words of a query that count; nobody types more on purpose

# PostgreSQL's French list lacks some (« les ») and does not know them without their accents.
_MOTS_VIDES = """
    a ai afin ainsi alors apres au aucun aucune aujourd aussi autre autres aux avec avoir c ce ceci cela
    ces cet cette ceux chaque chez comme comment d dans de des donc dont du elle elles en encore entre es est
    et etait etaient etant etes etre eu fait faire faut hui il ils j je l la le les leur leurs lors lui m
    ma mais me meme memes mes moi mon n ne ni nos notre nous on ont or ou par pas plus pour pourquoi puis qu
    quand que quel quelle quelles quels qui quoi s sa sans se sera ses si soi son sont sous suis sur t ta te
    tes toi ton tous tout toute toutes tres tu un une vers vos votre vous y"""
MOTS_VIDES = frozenset(_MOTS_VIDES.split())

# Private-use characters that no text of ours holds: they stand around what a query found.
DEBUT, FIN = "\ue000", "\ue001"

_MOT = re.compile(r"\d+(?:\.\d+)+|[^\W_]+")


@dataclass(frozen=True)
class Passage:
    """A piece of a title or summary; `trouve` tells whether it is what was looked for."""

    texte: str
    trouve: bool


def simplifier(texte: str) -> str:
    """Lower case without accents, as `public.sans_accents` does in the database."""
    texte = texte.lower().replace("œ", "oe").replace("æ", "ae")
    return "".join(c for c in unicodedata.normalize("NFKD", texte) if not unicodedata.combining(c))


def mots_utiles(saisie: str) -> tuple[str, ...]:
    """The words worth looking for, in their order, once each, without stop words and operators."""
    utiles = {simplifier(mot): mot for mot in reversed(_mots(saisie)) if simplifier(mot) not in MOTS_VIDES}
    return tuple(reversed(utiles.values()))[:NOMBRE_DE_MOTS]


def vocabulaire(textes: Iterable[str]) -> frozenset[str]:
    """The words, simplified, by which these texts may be found: no stop word, no number, two letters."""
    mots = {simplifier(mot) for texte in textes for mot in _mots(texte)}
    return frozenset(mot for mot in mots - MOTS_VIDES if len(mot) > 1 and not mot[0].isdigit())


def _mots(texte: str) -> list[str]:
    return _MOT.findall(unicodedata.normalize("NFC", texte))


def passages(texte: str) -> tuple[Passage, ...]:
    """Cut a text at the marks; the template escapes each piece, no markup comes from here."""
    morceaux = re.split(f"{DEBUT}(.*?){FIN}", texte, flags=re.DOTALL)
    return tuple(Passage(morceau, rang % 2 == 1) for rang, morceau in enumerate(morceaux) if morceau)
