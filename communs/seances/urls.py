"""Addresses of the séances: the room's, short enough to be typed, and those of who leads."""

from django.urls import path

from communs.dossiers.urls import DOSSIER
from communs.seances import views, views_salle

app_name = "seances"

SALLE = "s/<str:code>/"
SEANCE = f"{DOSSIER}seances/<uuid:seance>/"
SANS_DOSSIER = "espace/seances/<uuid:seance>/"

urlpatterns = [
    path("s/", views_salle.rejoindre, name="rejoindre"),
    path(SALLE, views_salle.salle, name="salle"),
    path(f"{SALLE}entrer/", views_salle.entrer, name="entrer"),
    path(f"{SALLE}reprendre/", views_salle.reprendre, name="reprendre"),
    path(f"{SALLE}partir/", views_salle.partir, name="partir"),
    path(f"{SALLE}version/", views_salle.version_salle, name="version_salle"),
    path(f"{DOSSIER}seances/", views.liste, name="liste"),
    path(f"{DOSSIER}seances/preparer/", views.preparer, name="preparer"),
    path(SEANCE, views.seance, name="seance"),
    path(f"{SEANCE}projection/", views.projection, name="projection"),
    path(f"{SEANCE}etape/", views.etape, name="etape"),
    path(f"{SEANCE}scene/", views.scene, name="scene"),
    path(f"{SEANCE}entree/", views.entree, name="entree"),
    path(SANS_DOSSIER, views.seance, name="sans_dossier_seance"),
    path(f"{SANS_DOSSIER}projection/", views.projection, name="sans_dossier_projection"),
    path(f"{SANS_DOSSIER}etape/", views.etape, name="sans_dossier_etape"),
    path(f"{SANS_DOSSIER}scene/", views.scene, name="sans_dossier_scene"),
    path(f"{SANS_DOSSIER}entree/", views.entree, name="sans_dossier_entree"),
]
