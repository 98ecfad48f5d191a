"""What the screens say: every label of the templates, every French sentence of the code."""

import ast
import re
from functools import cache
from pathlib import Path

RACINE = Path(__file__).resolve().parents[2]
VARIABLE = "…"  # in a label, what the screen fills in


def lisible(texte: str) -> str:
    """As two people would compare two labels: spaces, entities and capitals aside."""
    return " ".join(texte.replace("&nbsp;", " ").replace("’", "'").split()).casefold()


@cache
def etiquettes() -> frozenset[str]:
    """Whole labels: what stands alone between two tags, in an attribute, or in a string of the code."""
    return frozenset(filter(None, map(lisible, (*_des_gabarits(), *_du_code()))))


@cache
def phrases() -> str:
    """The same, as one text in which a sentence is looked for."""
    return "\n".join(sorted(etiquettes()))


def existe(etiquette: str) -> bool:
    """Whether a screen bears exactly this label; « … » stands for what the screen fills in."""
    motif = re.escape(lisible(etiquette)).replace(re.escape(VARIABLE), ".*")
    return (
        any(re.fullmatch(motif, e) for e in etiquettes())
        if VARIABLE in etiquette
        else (lisible(etiquette) in etiquettes())
    )


def est_dite(phrase: str) -> bool:
    """Whether a screen says this, alone or within a longer sentence."""
    return re.search(rf"(?<!\w){re.escape(lisible(phrase))}(?!\w)", phrases()) is not None


def _des_gabarits() -> list[str]:
    trouves: list[str] = []
    for fichier in (RACINE / "templates").rglob("*.html"):
        texte = re.sub(r"\{#.*?#\}", "", fichier.read_text())
        trouves += re.findall(r'"([^"{}<>]+)"', texte)  # attributes of our components
        texte = re.sub(r"\{\{.*?\}\}", VARIABLE, texte)
        trouves += re.split(r"<[^<>]*>|\{%.*?%\}", texte, flags=re.DOTALL)
    return trouves


def _du_code() -> list[str]:
    trouves = []
    for piece in ("communs", "eclaireurs"):
        for fichier in (RACINE / piece).rglob("*.py"):
            if "migrations" not in fichier.parts:
                arbre = ast.walk(ast.parse(fichier.read_text()))
                trouves += [
                    n.value for n in arbre if isinstance(n, ast.Constant) and isinstance(n.value, str)
                ]
    return trouves
