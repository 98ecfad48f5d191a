"""Addresses of the public: no account, no script. A code is the survey's own or a relay's."""

from django.urls import path

from eclaireurs.evaluation.enquete import views_publiques, views_suivi

app_name = "enquete"

SUIVI = "suivi/<str:jeton>/"

urlpatterns = [
    path(SUIVI, views_suivi.suivi, name="suivi"),
    path(f"{SUIVI}retirer/", views_suivi.retirer, name="retirer"),
    path(f"{SUIVI}reprendre/", views_suivi.reprendre, name="reprendre"),
    path(f"{SUIVI}adresse/", views_suivi.oublier_l_adresse, name="oublier_l_adresse"),
    path(f"{SUIVI}fichiers/<str:droit>/", views_suivi.joindre, name="joindre"),
    path("<str:code>/", views_publiques.page, name="page"),
    path("<str:code>/contribuer/", views_publiques.contribuer, name="contribuer"),
    path("<str:code>/indices/<uuid:cle>/", views_publiques.fichier, name="fichier"),
]
