from django.urls import path

from sonar import api, api_barometre

app_name = "api_sonar"

urlpatterns = [
    path("questionnaire/", api.Questionnaire.as_view(), name="questionnaire"),
    path("feuilles/<str:jeton>/", api.Feuille.as_view(), name="feuille"),
    path("resultats/<uuid:uuid>/", api.Resultat.as_view(), name="resultat"),
    path("barometre/", api_barometre.Barometre.as_view(), name="barometre"),
]
