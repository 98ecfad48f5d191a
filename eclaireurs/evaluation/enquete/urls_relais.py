"""Addresses of relays: `urlpatterns`, by the secret link of a kit; `du_dossier`, for who leads the survey."""

from django.urls import path

from eclaireurs.evaluation.enquete import views_kit, views_relais

app_name = "relais"

urlpatterns = [
    path("<str:jeton>/", views_kit.kit, name="kit"),
    path("<str:jeton>/saisir/", views_kit.saisir, name="saisir"),
    path("<str:jeton>/imprimer/<slug:feuille>/", views_kit.imprimer, name="imprimer"),
]

du_dossier = [
    path("enquete/relais/", views_relais.tous, name="relais"),
    path("enquete/relais/<uuid:cle>/geste/", views_relais.geste, name="geste_relais"),
    path("enquete/sondage/", views_relais.le_sondage, name="sondage"),
]
