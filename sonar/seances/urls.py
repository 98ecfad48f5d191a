from django.urls import path

from sonar.seances import views

SEANCE = "seances/<uuid:seance>/"

urlpatterns = [
    path("seances/", views.accueil, name="seances"),
    path("seances/ouvrir/", views.ouvrir, name="seances_ouvrir"),
    path("seances/miennes/", views.miennes, name="seances_miennes"),
    path(f"{SEANCE}deroule/", views.deroule, name="seances_deroule"),
    path(f"{SEANCE}papier/", views.papier, name="seances_papier"),
    path(f"{SEANCE}papier/<uuid:feuille>/retirer/", views.retirer, name="seances_retirer"),
    path(f"{SEANCE}portrait/", views.portrait, name="seances_portrait"),
    path(f"{SEANCE}portrait/livret/", views.livret, name="seances_livret"),
]
