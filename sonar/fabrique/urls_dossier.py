"""Addresses of a fiche de fabrique, under its dossier's."""

from django.urls import path

from sonar.fabrique import views_bord, views_fiche

app_name = "fabrique"
USAGE = "fabrique/pratiques/notes/<uuid:cle>/"
ENTREE = "fabrique/bord/<uuid:cle>/"

urlpatterns = [
    path("fabrique/questions/", views_fiche.questions, name="questions"),
    path("fabrique/questions/<slug:cle>/", views_fiche.repondre, name="repondre"),
    path("fabrique/questions/tours/<int:numero>/", views_fiche.tour, name="tour"),
    path("fabrique/tours/", views_fiche.tourner, name="tourner"),
    path("fabrique/imprimer/", views_fiche.imprimer, name="imprimer"),
    path("fabrique/pratiques/", views_fiche.pratiques, name="pratiques"),
    path("fabrique/pratiques/<slug:cle>/noter/", views_fiche.noter_pratique, name="noter_pratique"),
    path(USAGE, views_fiche.corriger_pratique, name="corriger_pratique"),
    path(f"{USAGE}retirer/", views_fiche.retirer_pratique, name="retirer_pratique"),
    path(f"{USAGE}retablir/", views_fiche.reprendre_pratique, name="reprendre_pratique"),
    path("fabrique/bord/", views_bord.bord, name="bord"),
    path("fabrique/bord/ecrire/", views_bord.consigner, name="consigner"),
    path(ENTREE, views_bord.corriger, name="corriger_entree"),
    path(f"{ENTREE}retirer/", views_bord.retirer, name="retirer_entree"),
    path(f"{ENTREE}retablir/", views_bord.reprendre, name="reprendre_entree"),
]
