"""Addresses of the evaluation's tools, each under `/espace/<collectivité>/dossiers/<uuid>/`."""

from eclaireurs.evaluation.cadrage import urls as cadrage
from eclaireurs.evaluation.collecte import urls as collecte
from eclaireurs.evaluation.rapport import urls as rapport
from eclaireurs.evaluation.suivi import urls as suivi
from eclaireurs.evaluation.suivi import urls_echanges as echanges

app_name = "evaluation"

urlpatterns = [
    *cadrage.urlpatterns,
    *collecte.urlpatterns,
    *rapport.urlpatterns,
    *suivi.urlpatterns,
    *echanges.urlpatterns,
]
