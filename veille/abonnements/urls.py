from django.urls import path

from veille.abonnements import views, views_atelier

urlpatterns = [
    path("abonnement/", views.abonnement, name="abonnement"),
    path("abonnement/envoye/", views.demande_envoyee, name="abonnement_demande"),
    path("abonnement/confirmer/<str:jeton>/", views.confirmer, name="confirmer"),
    path("abonnement/quitter/<str:jeton>/", views.quitter, name="quitter"),
    path("abonnement/preferences/<str:jeton>/", views.preferences, name="preferences"),
    path("abonnement/preferences/<str:jeton>/donnees/", views.donnees, name="abonnement_donnees"),
    path("abonnement/preferences/<str:jeton>/effacer/", views.effacer, name="abonnement_effacer"),
    path("atelier/envois/", views_atelier.envois, name="envois"),
    path("atelier/envois/essai/<uuid:uuid>/", views_atelier.essai, name="envoi_essai"),
    path("atelier/envois/<uuid:uuid>/", views_atelier.envoi, name="envoi"),
    path("atelier/abonnes/", views_atelier.abonnes, name="abonnes"),
    path("atelier/abonnes/comptes.csv", views_atelier.comptes_csv, name="abonnes_csv"),
    path("atelier/abonnes/desabonner/", views_atelier.desabonner, name="desabonner"),
]
