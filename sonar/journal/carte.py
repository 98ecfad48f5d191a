"""The map in the newspaper: its drawing, its words, its resources to tick."""

from collections.abc import Sequence
from typing import Any

from sonar.carte import imprime
from sonar.carte.enums import Zone
from sonar.carte.models import Concept, QuestionDeCarte
from sonar.journal.figures_carte import libelles

# Left, middle and right of the map, the global vision above.
COLONNES = (
    (Zone.SOLUTION_GLOBALE, Zone.SOLUTION, Zone.SOLUTION_INTERNE),
    (Zone.GLOBALE, Zone.CENTRE, Zone.INTERNE),
    (Zone.CAPACITATION_GLOBALE, Zone.CAPACITATION, Zone.CAPACITATION_INTERNE),
)


def contexte() -> dict[str, Any]:
    """What the templates show; nothing on the sheet before the content is loaded."""
    lue = imprime.contexte()["carte"]
    places = [concept for concept in lue["mots"] if concept.place]
    questions = list(QuestionDeCarte.objects.order_by("numero"))
    mots, demandes = libelles(sorted(places, key=lambda c: c.cle), questions)
    return {
        "libelles": mots,
        "demandes": demandes,
        "poles": lue["poles"],
        "anneaux_carte": (40, 80, 120, 160),
        "carte_questions": questions,
        "lexique": lue["mots"],
        "nombre_imprimes": len(lue["imprimes"]),
        "zones_en_colonnes": _colonnes(places),
    }


def _colonnes(places: Sequence[Concept]) -> list[list[dict[str, Any]]]:
    """The zones that hold something, as three columns."""
    return [
        [
            {"nom": zone.label, "concepts": ici}
            for zone in colonne
            if (ici := [concept for concept in places if concept.zone == zone])
        ]
        for colonne in COLONNES
    ]
