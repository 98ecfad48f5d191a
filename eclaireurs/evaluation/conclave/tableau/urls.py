"""Addresses of the tableau martyr, under a dossier's."""

from django.urls import path

from eclaireurs.evaluation.conclave.tableau import views, views_lignes, views_mur

TABLEAU = "conclave/tableau/"
LIGNE = f"{TABLEAU}lignes/<uuid:proposition>/"

urlpatterns = [
    path(TABLEAU, views.tableau, name="tableau_martyr"),
    path(f"{TABLEAU}suivre/", views.suivre, name="suivre_le_tableau_martyr"),
    path(f"{TABLEAU}projection/", views_mur.projection, name="projeter_le_tableau_martyr"),
    path(f"{TABLEAU}preparer/", views.preparer, name="preparer_le_tableau_martyr"),
    path(f"{TABLEAU}etape/", views.etape, name="etape_du_tableau_martyr"),
    path(f"{TABLEAU}verser/", views.verser, name="verser_le_tableau_martyr"),
    path(f"{TABLEAU}journal/", views.journal, name="journal_du_tableau_martyr"),
    path(f"{TABLEAU}imprimer/", views.imprimer, name="imprimer_le_tableau_martyr"),
    path(
        f"{TABLEAU}preconisations/<uuid:preconisation>/ajouter/",
        views_lignes.ajouter,
        name="ajouter_proposition",
    ),
    path(LIGNE, views_lignes.ecrire, name="proposition"),
    path(f"{LIGNE}geste/", views_lignes.geste, name="geste_de_proposition"),
]
