"""Addresses of the collection, under the dossier's."""

from django.urls import path

from eclaireurs.evaluation.collecte import views, views_compilation, views_indices, views_themes

DOSSIER = "collecte/"
INDICE = f"{DOSSIER}indices/<uuid:cle>/"
THEME = f"{DOSSIER}themes/<uuid:cle>/"
APPORT = f"{DOSSIER}compilation/apports/<uuid:cle>/"

urlpatterns = [
    path(DOSSIER, views.mur, name="collecte"),
    path(f"{DOSSIER}ranger/", views.ranger, name="ranger"),
    path(f"{DOSSIER}trier/", views.trier, name="trier"),
    path(f"{DOSSIER}deposer/", views_indices.choisir, name="deposer"),
    path(f"{DOSSIER}deposer/<slug:sorte>/", views_indices.deposer, name="deposer_indice"),
    path(INDICE, views_indices.indice, name="indice"),
    path(f"{INDICE}modifier/", views_indices.modifier, name="modifier_indice"),
    path(f"{INDICE}supprimer/", views_indices.supprimer, name="supprimer_indice"),
    path(f"{INDICE}reprendre/", views_indices.reprendre, name="reprendre_indice"),
    path(f"{INDICE}fichier/", views_indices.fichier, name="fichier_indice"),
    path(f"{DOSSIER}themes/", views_themes.themes, name="themes"),
    path(THEME, views_themes.theme, name="theme"),
    path(f"{THEME}supprimer/", views_themes.supprimer, name="supprimer_theme"),
    path(f"{THEME}deplacer/", views_themes.deplacer, name="deplacer_theme"),
    path(f"{DOSSIER}compilation/", views_compilation.compilation, name="compilation"),
    path(f"{DOSSIER}compilation/geste/", views_compilation.geste, name="collecte_geste"),
    path(f"{DOSSIER}compilation/apports/", views_compilation.apporter, name="apporter"),
    path(APPORT, views_compilation.repondre, name="repondre_apport"),
    path(f"{APPORT}retirer/", views_compilation.retirer_apport, name="retirer_apport"),
    path(f"{DOSSIER}imprimer/", views_compilation.atelier, name="imprimer_collecte"),
    path(f"{DOSSIER}imprimer/<slug:livret>/", views_compilation.imprimer, name="livret_collecte"),
]
