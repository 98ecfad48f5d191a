"""LaTeX inside BibTeX, as text."""

import re
from functools import cache

from bibtexparser.middlewares import LatexDecodingMiddleware


@cache
def _decodeur() -> LatexDecodingMiddleware:
    return LatexDecodingMiddleware(keep_braced_groups=False, keep_math_mode=True)


def sans_latex(texte: str) -> str:
    """What LaTeX would print of it, protecting braces gone."""
    if not re.search(r"[\\{}~$%]|--|``|''", texte):
        return texte
    protege = re.sub(r"(?<!\\)%", r"\\%", texte)
    if protege.count("$") % 2 or re.search(r"\$\s*\d", protege):
        protege = re.sub(r"(?<!\\)\$", r"\\$", protege)
    lu, erreur = _decodeur()._transform_python_value_string(protege)
    return re.sub(r"[{}]", "", texte) if erreur else lu
