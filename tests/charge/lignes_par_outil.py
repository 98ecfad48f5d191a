"""Lines of code per tool of the evaluation, and the share that is its own beside the rooms it uses.

Alone, without servers: `python -m tests.charge.lignes_par_outil`.
"""

import ast
import sys
from dataclasses import dataclass
from pathlib import Path

from eclaireurs.evaluation.inscrits import HORS_DOSSIER, OUTILS

RACINE = Path(__file__).resolve().parents[2]
EPISODE = RACINE / "eclaireurs" / "evaluation"
# What belongs to a tool beside the folder of its name: other folders of the episode, names of its sheets.
AUSSI = {"suivi": ("rapport", "presse"), "conclave": ("tableau",)}
FEUILLES = {"conclave": ("tableau-martyr", "tableau-plume")}


@dataclass(frozen=True)
class Compte:
    """Lines of one tool: its own Python and face, and the Python of the rooms it imports."""

    python: int
    face: int
    pieces: frozenset[str]
    communes: int

    @property
    def part(self) -> float:
        """What is its own in the Python that makes it work, between 0 and 1."""
        return self.python / (self.python + self.communes)


def lignes() -> list[str]:
    """The section of `docs/mesures.md`."""
    outils = (*OUTILS, *HORS_DOSSIER)
    comptes = {cle: compter(cle) for cle in outils}
    rangees = [
        f"| {cle} | {c.python} | {c.face} | {len(c.pieces)} | {c.communes} | {100 * c.part:.0f} % |"
        for cle, c in comptes.items()
    ]
    toutes = frozenset[str]().union(*(c.pieces for c in comptes.values()))
    propres, pieces = sum(c.python for c in comptes.values()), sum(_de_la_piece(p) for p in toutes)
    episode = sum(_python(f) for f in EPISODE.glob("*.py"))
    return [
        "## Lignes de code par outil",
        "",
        "Lignes de Python qui ne sont ni vides, ni commentaire, ni texte d’explication ; gabarits, feuilles "
        "de style et scripts sans leurs lignes vides. « Pièces » : celles de `communs/` que l’outil importe "
        "lui-même, et leur Python entier. La part propre est le Python de l’outil dans la somme des deux "
        "(`tests/charge/lignes_par_outil.py`).",
        "",
        "| outil | Python | gabarits, styles, scripts | pièces | leur Python | part propre |",
        "|---|---:|---:|---:|---:|---:|",
        *rangees,
        "",
        f"Ensemble, les outils font {propres} lignes de Python sur {len(toutes)} pièces communes de {pieces} "
        f"lignes ; ce que l’épisode met en commun pour eux (`eclaireurs/evaluation/*.py`) en fait {episode}.",
        "",
    ]


def compter(cle: str) -> Compte:
    """The lines of this tool."""
    dossiers = [EPISODE / nom for nom in (cle, *AUSSI.get(cle, ())) if (EPISODE / nom).is_dir()]
    sources = [f for dossier in dossiers for f in dossier.rglob("*.py")]
    noms = (cle, *AUSSI.get(cle, ()))
    gabarits = [f for nom in noms for f in (RACINE / "templates/evaluation" / nom).rglob("*.*")]
    feuilles = [
        f
        for nom in (cle, *FEUILLES.get(cle, ()))
        for f in (RACINE / "static").rglob(f"{nom}*")
        if f.suffix in {".css", ".js"}
    ]
    pieces = frozenset[str]().union(*(_pieces(f) for f in sources))
    return Compte(
        python=sum(map(_python, sources)),
        face=sum(_pleines(f) for f in (*gabarits, *feuilles)),
        pieces=pieces,
        communes=sum(map(_de_la_piece, pieces)),
    )


def _de_la_piece(piece: str) -> int:
    sources = (RACINE / "communs" / piece).rglob("*.py")
    return sum(_python(f) for f in sources if "migrations" not in f.parts)


def _pieces(source: Path) -> frozenset[str]:
    """The rooms of `communs` that this file imports."""
    imports = (n for n in ast.walk(ast.parse(source.read_text())) if isinstance(n, ast.ImportFrom))
    modules = [n.module for n in imports if n.module]
    return frozenset(m.split(".")[1] for m in modules if m.startswith("communs."))


def _python(source: Path) -> int:
    """Lines that hold code: neither blank, nor comment, nor docstring."""
    arbre, texte = ast.parse(source.read_text()), source.read_text().splitlines()
    dits: set[int] = set()
    for noeud in ast.walk(arbre):
        corps = getattr(noeud, "body", None)
        premier = corps[0] if isinstance(corps, list) and corps else None
        if isinstance(premier, ast.Expr) and isinstance(premier.value, ast.Constant):
            dits |= set(range(premier.lineno, (premier.end_lineno or premier.lineno) + 1))
    return sum(
        1
        for rang, ligne in enumerate(texte, start=1)
        if rang not in dits and ligne.strip() and not ligne.strip().startswith("#")
    )


def _pleines(source: Path) -> int:
    return sum(1 for ligne in source.read_text().splitlines() if ligne.strip())


if __name__ == "__main__":
    sys.stdout.write("\n".join(lignes()) + "\n")
