"""Where the public reads the reports: `/eclaireurs/rapports/`."""

from django.urls import path

from eclaireurs.evaluation.desirable import views_publiques as views

app_name = "rapports"

UN = "<slug:adresse>/"
VERSION = f"{UN}versions/<int:numero>/"

urlpatterns = [
    path("", views.liste, name="liste"),
    path(UN, views.rapport, name="rapport"),
    path(f"{UN}versions/", views.versions, name="versions"),
    path(VERSION, views.version, name="version"),
    path(f"{VERSION}contenu.json", views.contenu, name="contenu"),
    path(f"{VERSION}fichiers/<uuid:piece>/<slug:rendu>/", views.fichier, name="fichier"),
    path(f"{VERSION}imprimer/<slug:forme>/", views.imprimer, name="imprimer"),
    path(f"{VERSION}donnees/<str:nom>", views.donnees, name="donnees"),
]
