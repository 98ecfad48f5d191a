"""The tools' models, for Django to find."""

from eclaireurs.evaluation.cadrage.models import (
    Cadre,
    Critere,
    Presence,
    Question,
    Rencontre,
    Signature,
)
from eclaireurs.evaluation.collecte.models import Apport, Classement, Collecte, Theme
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
    "Apport",
    "Avis",
    "Cadre",
    "Classement",
    "Collecte",
    "Conclusion",
    "Critere",
    "GesteAnnulable",
    "Plan",
    "Preconisation",
    "Presence",
    "Question",
    "Rapport",
    "Remarque",
    "Rencontre",
    "Signature",
    "Tache",
    "Theme",
    "VersionDuPlan",
]
