"""Addresses of the evaluation's tools, each under `/espace/<collectivité>/dossiers/<uuid>/`."""

from eclaireurs.evaluation.suivi import urls as suivi

app_name = "evaluation"

urlpatterns = [*suivi.urlpatterns]
