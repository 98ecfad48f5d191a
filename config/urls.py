"""Every address of the platform, one line per room."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("communs.web.urls")),
    path("recherche/", include("communs.catalogue.urls")),
    path("sonar/", include("sonar.urls")),
    path("fichiers/", include("communs.fichiers.urls")),
    path("eclaireurs/", include("eclaireurs.urls")),
    path("livrets/", include("communs.livrets.urls")),
    path("", include("communs.dossiers.urls")),
    path("espace/<slug:identifiant>/dossiers/<uuid:uuid>/", include("eclaireurs.evaluation.urls")),
    path("", include("communs.echeances.urls")),
    path("espace/", include("communs.collectivites.urls")),
    path("compte/donnees/", include("communs.portabilite.urls")),
    path("compte/", include("communs.collectivites.urls_compte")),
    path("api/", include("communs.api.urls")),
    path("api/v1/", include("config.urls_api")),
    path("admin/", admin.site.urls),
]

handler400 = "communs.web.erreurs.requete_incorrecte"
handler403 = "communs.web.erreurs.acces_refuse"
handler404 = "communs.web.erreurs.page_absente"
handler500 = "communs.web.erreurs.panne"
