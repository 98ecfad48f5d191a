"""Every address of the platform, one line per room."""

from django.contrib import admin
from django.urls import include, path

from config.plan import plan, plan_section

urlpatterns = [
    path("", include("communs.web.urls")),
    path("sitemap.xml", plan, name="plan"),
    path("sitemap-<slug:section>.xml", plan_section, name="plan_section"),
    path("recherche/", include("communs.catalogue.urls")),
    path("aide/", include("communs.aide.urls")),
    path("sonar/", include("sonar.urls")),
    path("fichiers/", include("communs.fichiers.urls")),
    path("eclaireurs/rapports/", include("eclaireurs.evaluation.desirable.urls_publiques")),
    path("eclaireurs/", include("eclaireurs.urls")),
    path("nuancier/", include("nuancier.urls")),
    path("veille/", include("veille.urls")),
    path("livrets/", include("communs.livrets.urls")),
    path("", include("communs.dossiers.urls")),
    path("espace/<slug:identifiant>/dossiers/<uuid:uuid>/", include("eclaireurs.evaluation.urls")),
    path("espace/<slug:identifiant>/dossiers/<uuid:uuid>/", include("sonar.fabrique.urls_dossier")),
    path("relais/", include("eclaireurs.evaluation.enquete.urls_relais")),
    path("enquete/", include("eclaireurs.evaluation.enquete.urls_publiques")),
    path("conclave/", include("eclaireurs.evaluation.conclave.urls_publiques")),
    path("espace/<slug:identifiant>/fetes/", include("eclaireurs.evaluation.fete.urls")),
    path("", include("communs.echeances.urls")),
    path("", include("communs.scrutins.urls")),
    path("", include("communs.tirages.urls")),
    path("", include("communs.seances.urls")),
    path("", include("sonar.trajectoire.urls_espace")),
    path("", include("sonar.carte.urls_salle")),
    path("", include("sonar.seances.urls_salle")),
    path("", include("communs.questionnaires.urls")),
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
