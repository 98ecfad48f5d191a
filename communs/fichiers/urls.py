from django.urls import path

from communs.fichiers import views

app_name = "fichiers"

urlpatterns = [
    path("televersements/", views.televersements_vue, name="televersements"),
    path("televersements/<uuid:uuid>/", views.televersement, name="televersement"),
    path("<uuid:uuid>/", views.fichier, name="fichier"),
]
