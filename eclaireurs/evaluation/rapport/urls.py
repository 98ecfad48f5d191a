"""Addresses of the final report, under a dossier's."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from eclaireurs.evaluation.rapport import views


class SorteDePiece(StringConverter):
    regex = "conclusions|preconisations"


register_converter(SorteDePiece, "sorte_de_piece")
PIECE = "rapport/<sorte_de_piece:sorte>/<uuid:piece>/"

urlpatterns = [
    path("rapport/", views.rapport, name="rapport"),
    path("rapport/rapport-final.json", views.texte_scelle, name="texte_scelle"),
    path("rapport/etape/", views.etape, name="etape_du_rapport"),
    path("rapport/<sorte_de_piece:sorte>/ajouter/", views.ajouter, name="ajouter_piece"),
    path(PIECE, views.piece, name="piece"),
    path(f"{PIECE}supprimer/", views.supprimer, name="supprimer_piece"),
    path(f"{PIECE}deplacer/", views.deplacer, name="deplacer_piece"),
    path(
        "rapport/preconisations/<uuid:piece>/services/", views.services_concernes, name="services_concernes"
    ),
]
