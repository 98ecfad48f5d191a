"""What a document gave: an issue, and what is told of each of its lines."""

from collections import Counter
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from communs.echanges.rapport import Erreur
from veille.imports.enums import Niveau, Sort
from veille.numeros.fiches import FicheNumero

MONTREES = 300  # remarks of one level that a report keeps; all are counted
EXTRAIT = 200  # characters of a line that a report quotes


@dataclass
class NumeroLu:
    """What a document gives. With an error, nothing of it may be written.

    `sorts` says what became of every line, blank ones included, with a reason for those left aside;
    `reperes` the line where each notice opens, in the order of the issue, lead notices first.
    """

    fiche: FicheNumero | None = None
    remarques: dict[Niveau, list[Erreur]] = field(default_factory=lambda: {n: [] for n in Niveau})
    comptes: Counter[Niveau] = field(default_factory=Counter)
    sorts: dict[int, tuple[Sort, str]] = field(default_factory=dict)
    reperes: list[int] = field(default_factory=list)

    @property
    def refuse(self) -> bool:
        return bool(self.comptes[Niveau.ERREUR])

    def dire(self, ligne: int, niveau: Niveau, message: str) -> None:
        """Keep a remark (line 0: the whole document); past `MONTREES` of a level, only count it."""
        self.comptes[niveau] += 1
        if self.comptes[niveau] <= MONTREES:
            self.remarques[niveau].append(Erreur(ligne, message))

    def classer(self, ligne: int, sort: Sort, motif: str = "") -> None:
        self.sorts[ligne] = (sort, motif)

    def en_rapport(self, textes: list[str]) -> dict[str, Any]:
        """Plain values for JSON; `textes` are the document's lines, quoted beside what is told of them.

        Neighbouring lines of one sort are one stretch: [first, last, sort, reason].
        """
        remarques = {
            niveau.value: [
                {"ligne": r.no, "message": r.message, "texte": _citer(textes, r.no)}
                for r in sorted(dites, key=lambda r: r.no)
            ]
            for niveau, dites in self.remarques.items()
        }
        suites = []
        for sort, groupe in groupby(sorted(self.sorts), key=lambda no: self.sorts[no]):
            nos = list(groupe)
            suites.append([nos[0], nos[-1], sort[0].value, sort[1]])
        comptes = Counter(sort.value for sort, _ in self.sorts.values())
        return {
            "remarques": remarques,
            "comptes": {niveau.value: self.comptes[niveau] for niveau in Niveau},
            "sorts": {sort.value: comptes[sort.value] for sort in Sort if comptes[sort.value]},
            "suites": suites,
            "reperes": self.reperes,
        }


def _citer(textes: list[str], no: int) -> str:
    return textes[no - 1].strip()[:EXTRAIT] if 0 < no <= len(textes) else ""
