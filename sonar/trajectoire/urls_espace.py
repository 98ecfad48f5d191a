"""Addresses of the positioning in a collectivité, and of its exercise in a séance."""

from django.urls import path

from sonar.trajectoire import en_seance, views_espace, views_position

app_name = "trajectoire"
SUJET = "espace/<slug:identifiant>/trajectoire/<uuid:uuid>/"
TOUR = f"{SUJET}tours/<uuid:tour>/"
SIENNE = f"{TOUR}ma-position/"

urlpatterns = [
    path("sonar/ou-en-etes-vous/", views_espace.choisir, name="choisir"),
    path("espace/<slug:identifiant>/trajectoire/", views_espace.liste, name="liste"),
    path("espace/<slug:identifiant>/trajectoire/ouvrir/", views_espace.ouvrir, name="ouvrir"),
    path(SUJET, views_espace.sujet, name="sujet"),
    path(f"{SUJET}archiver/", views_espace.archiver, name="archiver"),
    path(f"{SUJET}tours/ouvrir/", views_espace.ouvrir_tour, name="ouvrir_tour"),
    path(TOUR, views_espace.tour, name="tour"),
    path(f"{TOUR}clore/", views_espace.clore, name="clore"),
    path(f"{TOUR}imprimer/", views_espace.imprimer, name="imprimer"),
    path(f"{TOUR}reponses.csv", views_espace.exporter, name="exporter"),
    path(SIENNE, views_position.position, name="position"),
    path(f"{SIENNE}remettre/", views_position.remettre, name="remettre"),
    path(f"{SIENNE}<slug:cle>/", views_position.etape, name="position_etape"),
    path("s/<str:code>/trajectoire/", en_seance.repondre, name="en_seance"),
]
