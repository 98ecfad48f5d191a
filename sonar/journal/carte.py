"""The map in the newspaper: its drawing, its words, its resources to tick.

From `sonar.carte.imprime.contexte()`, when that room is there: `carte_concepts` (cle, nom, x, y, certitude,
source, definition), `carte_questions` (numero, texte, x, y), `carte_poles` (cle, nom, devise). Without it the
newspaper is shorter and says so nowhere: its folios and contents follow.
"""

import unicodedata
from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from sonar.journal.figures_carte import libelles

SOURCE = "sonar.carte.imprime"
CENTRE_X, CENTRE_Y = 20, 60  # the hybrid area, in the scale of the content
MILIEU = "Au milieu, où tout se mêle"


def contexte() -> dict[str, Any]:
    """What the templates show; nothing without the room or without its content."""
    lue = import_module(SOURCE).contexte() if find_spec(SOURCE) else {}
    concepts, questions = lue.get("carte_concepts", ()), lue.get("carte_questions", ())
    places = [concept for concept in concepts if concept.x is not None and concept.y is not None]
    mots, demandes = libelles(places, [q for q in questions if q.x is not None and q.y is not None])
    return {
        "libelles": mots,
        "demandes": demandes,
        "poles": {pole.cle: pole for pole in lue.get("carte_poles", ())},
        "anneaux_carte": (40, 80, 120, 160),
        "carte_questions": questions,
        "lexique": sorted((c for c in concepts if c.definition), key=lambda c: _ordre(c.nom)),
        "nombre_imprimes": sum(c.source == "imprime" for c in concepts),
        "zones_en_colonnes": _colonnes(places),
    }


def _ordre(nom: str) -> str:
    """As a dictionary sorts: without accents nor capitals."""
    return "".join(c for c in unicodedata.normalize("NFKD", nom.lower()) if not unicodedata.combining(c))


def zone(x: float, y: float) -> str:
    """Where a resource stands: the middle, or one of the four quarters."""
    if abs(x) <= CENTRE_X and abs(y) <= CENTRE_Y:
        return MILIEU
    return f"{'Solution' if x < 0 else 'Capacitation'}, vision {'globale' if y >= 0 else 'interne'}"


def _colonnes(places: Sequence[Any]) -> list[list[dict[str, Any]]]:
    """Left, middle and right of the map, as three columns; the global vision above."""
    noms = (
        ("Solution, vision globale", "Solution, vision interne"),
        (MILIEU,),
        ("Capacitation, vision globale", "Capacitation, vision interne"),
    )
    par_zone = {nom: [c for c in places if zone(c.x, c.y) == nom] for colonne in noms for nom in colonne}
    return [[{"nom": nom, "concepts": par_zone[nom]} for nom in colonne] for colonne in noms]
