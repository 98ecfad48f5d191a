"""Numbers and lists as French writes them in the sentences of a path."""

from collections.abc import Iterable

from communs.web.typographie import accorder
from nuancier.parcours.calculs import Duree

NOMBRES = (
    "zéro",
    "un",
    "deux",
    "trois",
    "quatre",
    "cinq",
    "six",
    "sept",
    "huit",
    "neuf",
    "dix",
    "onze",
    "douze",
    "treize",
    "quatorze",
    "quinze",
    "seize",
)


def personnes(nombre: int | None) -> str:
    return f"{nombre or 0} {accorder(nombre or 0, 'personne,personnes')}"


def en_lettres(nombre: int) -> str:
    """In letters up to sixteen, in figures beyond."""
    return NOMBRES[nombre] if 0 <= nombre < len(NOMBRES) else str(nombre)


def en_jours(demi_journees: int) -> str:
    """« trois jours », « deux jours et demi », « une demi-journée »."""
    jours, demie = divmod(demi_journees, 2)
    if jours == 0:
        return "une demi-journée" if demie else "aucune demi-journée"
    texte = f"{en_lettres(jours)} {accorder(jours, 'jour,jours')}"
    return f"{texte} et demi" if demie else texte


def duree_en_jours(duree: Duree) -> str:
    """« trois jours », or « de deux à trois jours »."""
    if duree.au_moins == duree.au_plus:
        return en_jours(duree.au_moins)
    moins = en_jours(duree.au_moins)
    return f"{'d’' if moins.startswith('un') else 'de '}{moins} à {en_jours(duree.au_plus)}"


def liste(textes: Iterable[str]) -> str:
    """« a, b et c »."""
    *debut, fin = list(textes) or [""]
    return f"{', '.join(debut)} et {fin}" if debut else fin
