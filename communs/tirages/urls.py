"""Addresses of the draws of a dossier, and the one that anybody may check."""

from django.urls import path

from communs.tirages import views, views_ceremonie, views_liste, views_publiques

app_name = "tirages"

TOUS = "espace/<slug:identifiant>/dossiers/<uuid:uuid>/tirages/"
UN = f"{TOUS}<uuid:cle>/"

urlpatterns = [
    path("tirage/<uuid:uuid>/", views_publiques.public, name="public"),
    path("tirage/<uuid:uuid>/engagement.txt", views_publiques.engagement, name="engagement"),
    path("tirage/<uuid:uuid>/proces-verbal.txt", views_publiques.proces_verbal, name="proces_verbal"),
    path(TOUS, views.liste, name="liste"),
    path(f"{TOUS}nouveau/", views.nouveau, name="nouveau"),
    path(UN, views.tirage, name="tirage"),
    path(f"{UN}reglages/", views.reglages, name="reglages"),
    path(f"{UN}liste/", views_liste.composer, name="composer"),
    path(f"{UN}liste/lecture/", views_liste.lecture, name="lecture"),
    path(f"{UN}liste/personnes/", views_liste.personnes, name="personnes"),
    path(f"{UN}liste/vider/", views_liste.vider, name="vider"),
    path(f"{UN}liste.csv", views.liste_entiere, name="liste_entiere"),
    path(f"{UN}places/", views.places, name="places"),
    path(f"{UN}engager/", views.engager, name="engager"),
    path(f"{UN}ceremonie/", views_ceremonie.ceremonie, name="ceremonie"),
    path(f"{UN}suite/", views_ceremonie.suite, name="suite"),
    path(f"{UN}geste/", views.geste, name="geste"),
    path(f"{UN}supprimer/", views.supprimer, name="supprimer"),
    path(f"{UN}imprimer/", views.imprimer, name="imprimer"),
]
