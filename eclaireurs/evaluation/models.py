"""The tools' models, for Django to find."""

from eclaireurs.evaluation.rapport.models import Conclusion, Preconisation, Rapport
from eclaireurs.evaluation.suivi.models import (
    Action,
    Amendement,
    Avis,
    GesteAnnulable,
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
    "GesteAnnulable",
    "Plan",
    "Preconisation",
    "Rapport",
    "Remarque",
    "Tache",
    "VersionDuPlan",
]
