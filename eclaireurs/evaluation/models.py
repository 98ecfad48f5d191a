"""The tools' models, for Django to find."""

from eclaireurs.evaluation.rapport.models import Conclusion, Preconisation, Rapport
from eclaireurs.evaluation.suivi.models import (
    Action,
    Amendement,
    Avis,
    Plan,
    Remarque,
    Tache,
    VersionDuPlan,
)

__all__ = [
    "Action",
    "Amendement",
    "Avis",
    "Conclusion",
    "Plan",
    "Preconisation",
    "Rapport",
    "Remarque",
    "Tache",
    "VersionDuPlan",
]
