"""What an import says of itself: every error with its line, or what happened to each row."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum


@dataclass(frozen=True)
class Erreur:
    """One thing to correct in a file; `no` is the line, counted from 1 (0: the file as a whole)."""

    no: int
    message: str

    def __str__(self) -> str:
        return f"ligne {self.no} : {self.message}" if self.no else self.message


class ErreursDImport(Exception):
    """Nothing was written: here is everything that was found wrong, in the order of the lines."""

    def __init__(self, erreurs: Sequence[Erreur]) -> None:
        self.erreurs = tuple(sorted(erreurs, key=lambda e: e.no))
        super().__init__("\n".join(str(e) for e in self.erreurs))


class Issue(StrEnum):
    """What became of a row; the value is the heading of the report."""

    CREE = "créés"
    MIS_A_JOUR = "mis à jour"
    INCHANGE = "inchangés"
    GARDE = "gardés tels que modifiés à la main"
    CONFLIT = "conflits (le texte modifié à la main est gardé)"
    SUPPRIME = "supprimés à la main, non recréés"
    RETIRE = "retirés"
    RETENU = "retirés de la livraison mais gardés"


@dataclass
class Rapport:
    """The report of one load. A row counts under each issue one of its fields met."""

    corpus: str
    lignes: dict[Issue, list[str]] = field(default_factory=lambda: {issue: [] for issue in Issue})
    ecarts_ouverts: int = 0

    def noter(self, issue: Issue, fiche: str) -> None:
        self.lignes[issue].append(fiche)

    def nombre(self, issue: Issue) -> int:
        return len(self.lignes[issue])

    @property
    def change(self) -> bool:
        """Whether published content is different after this load."""
        return any(self.lignes[i] for i in (Issue.CREE, Issue.MIS_A_JOUR, Issue.RETIRE))

    def __str__(self) -> str:
        textes = [f"Corpus « {self.corpus} »"]
        for issue, fiches in self.lignes.items():
            if fiches or issue in (Issue.CREE, Issue.MIS_A_JOUR, Issue.INCHANGE):
                textes.append(f"  {issue.value} : {len(fiches)}")
            if issue not in (Issue.CREE, Issue.INCHANGE):
                textes.extend(f"    - {fiche}" for fiche in fiches)
        if self.ecarts_ouverts:
            textes.append(
                f"  écarts à trancher dans l’administration (« Écarts de contenu ») : {self.ecarts_ouverts}"
            )
        return "\n".join(textes)
