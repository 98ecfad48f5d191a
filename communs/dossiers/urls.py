from django.urls import path

from communs.dossiers import views

app_name = "dossiers"

urlpatterns = [
    path("<slug:identifiant>/dossiers/<uuid:uuid>/", views.dossier, name="dossier"),
]
