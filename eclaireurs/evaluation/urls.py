"""Addresses of the evaluation's tools, each under `/espace/<collectivité>/dossiers/<uuid>/`."""

from eclaireurs.evaluation.inscrits import OUTILS, PIECES, importer

app_name = "evaluation"

urlpatterns = [motif for urls in importer("urls", (*OUTILS, *PIECES)) for motif in urls.urlpatterns]
