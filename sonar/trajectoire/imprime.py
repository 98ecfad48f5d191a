"""What the newspaper draws of the trajectory."""

from typing import Any

from sonar.trajectoire import figures
from sonar.trajectoire.models import EtapeTrajectoire, Principe


def contexte() -> dict[str, Any]:
    """The path and the text of its stages: five queries."""
    etapes = list(EtapeTrajectoire.objects.completes())
    return {
        "trajectoire_etapes": etapes,
        "trajectoire_principes": list(Principe.objects.all()),
        "trajectoire_chemin": figures.chemin(etapes),
    }
