"""What a document gave: fiches, and what is told of each of its lines."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from nuancier.fiches import FicheTeinte

MONTREES = 300  # remarks of one level that a report keeps; all are counted
EXTRAIT = 160  # characters of a line that a report quotes


class Niveau(StrEnum):
    COMPRIS = "compris"
    ECARTE = "ecarte"
    DOUTE = "doute"
    INCOMPRIS = "incompris"
    ERREUR = "erreur"


@dataclass(frozen=True)
class Remarque:
    """What is told of a line; `ligne` 0 speaks of the whole document."""

    ligne: int
    niveau: Niveau
    message: str


@dataclass(frozen=True)
class FamilleLue:
    """A family met in the document, with its introduction as it stands there."""

    numero: int
    nom: str
    introduction: str
    ligne: int


@dataclass
class ImportLu:
    """What a document gives. With an error in `remarques`, nothing of it may be written.

    `lignes` says what became of every line that holds something; `debuts` where each teinte opens.
    """

    familles: list[FamilleLue] = field(default_factory=list)
    fiches: list[FicheTeinte] = field(default_factory=list)
    remarques: list[Remarque] = field(default_factory=list)
    lignes: dict[int, Niveau] = field(default_factory=dict)
    debuts: dict[str, int] = field(default_factory=dict)
    entetes: int = 0
    imprime: bool = False  # read in a printed chart: keys and kinds of records are guesses
    comptes: Counter[str] = field(default_factory=Counter)

    @property
    def erreurs(self) -> list[Remarque]:
        return [r for r in self.remarques if r.niveau is Niveau.ERREUR]

    def dire(self, ligne: int, niveau: Niveau, message: str) -> None:
        """Keep a remark; past `MONTREES` of a level, only count it."""
        self.comptes[niveau] += 1
        if ligne and niveau in (Niveau.ECARTE, Niveau.INCOMPRIS):
            self.lignes[ligne] = niveau
        if self.comptes[niveau] <= MONTREES:
            self.remarques.append(Remarque(ligne, niveau, message))

    def en_rapport(self, textes: list[str]) -> dict[str, Any]:
        """Plain values for JSON; `textes` are the document's lines, quoted beside what is told of them."""
        par_niveau: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for remarque in sorted(self.remarques, key=lambda r: r.ligne):
            citee = textes[remarque.ligne - 1] if 0 < remarque.ligne <= len(textes) else ""
            par_niveau[remarque.niveau].append(
                {"ligne": remarque.ligne, "message": remarque.message, "texte": citee.strip()[:EXTRAIT]}
            )
        sort = Counter(self.lignes.values())
        return {
            "entetes": self.entetes,
            "teintes": len(self.fiches),
            "familles": len(self.familles),
            "lignes": {n.value: sort[n] for n in (Niveau.COMPRIS, Niveau.ECARTE, Niveau.INCOMPRIS)},
            "comptes": {n.value: self.comptes[n] for n in Niveau},
            "remarques": {n.value: par_niveau[n] for n in Niveau},
        }
