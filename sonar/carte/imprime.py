"""What the poster and the newspaper print of the map."""

from typing import Any

from communs.echanges.textes import sans_accents
from sonar.carte import lecture
from sonar.carte.enums import Source
from sonar.carte.figures import dessiner
from sonar.carte.models import Concept


def contexte() -> dict[str, Any]:
    """Under `carte`: the drawing, the poles, the words by name, those of the print first among them."""
    concepts = list(Concept.objects.definis())
    mots = sorted(concepts, key=lambda concept: sans_accents(concept.nom))
    return {
        "carte": {
            "dessin": dessiner([c for c in concepts if c.place], lecture.questions()),
            "poles": lecture.legende(),
            "mots": mots,
            "imprimes": [mot for mot in mots if mot.source == Source.IMPRIME],
        }
    }
