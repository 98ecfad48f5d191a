"""`/api/v1/`: the endpoints of every room, and the listing of those one may start from."""

from django.urls import include, path

from communs.api.views import Racine

RESSOURCES = (
    ("Une feuille vierge du test Sonar", "api_sonar:questionnaire"),
    ("Le baromètre, en données ouvertes", "api_sonar:barometre"),
    ("La recherche dans le catalogue", "api_catalogue:recherche"),
    ("Les familles du Nuancier", "api_nuancier:familles"),
    ("Les teintes du Nuancier, et leur recherche", "api_nuancier:teintes"),
    ("Les modules du Nuancier", "api_nuancier:modules"),
    ("La bibliographie du Nuancier", "api_nuancier:ressources"),
    ("Les parcours de formation publics", "api_nuancier:parcours"),
    ("Les notices de la veille, et leur recherche", "api_veille:notices"),
    ("Les thèmes de la veille", "api_veille:themes"),
    ("Les bulletins de la veille", "api_veille:bulletins"),
    ("Les numéros de la veille", "api_veille:numeros"),
)

urlpatterns = [
    path("", Racine.as_view(ressources=RESSOURCES), name="api_racine"),
    path("sonar/", include("sonar.urls_api")),
    path("nuancier/", include("nuancier.urls_api")),
    path("veille/", include("veille.urls_api")),
    path("catalogue/", include("communs.catalogue.urls_api")),
]
