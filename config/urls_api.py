"""`/api/v1/`: the endpoints of every room, and the listing of those one may start from."""

from django.urls import include, path

from communs.api.views import Racine

RESSOURCES = (
    ("Une feuille vierge du test Sonar", "api_sonar:questionnaire"),
    ("Le baromètre, en données ouvertes", "api_sonar:barometre"),
    ("La recherche dans le catalogue", "api_catalogue:recherche"),
)

urlpatterns = [
    path("", Racine.as_view(ressources=RESSOURCES), name="api_racine"),
    path("sonar/", include("sonar.urls_api")),
    path("catalogue/", include("communs.catalogue.urls_api")),
]
