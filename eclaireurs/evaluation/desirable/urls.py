"""Addresses of the report's composition, under the dossier's."""

from django.urls import path

from eclaireurs.evaluation.desirable import views, views_composition

DOSSIER = "desirable/"

urlpatterns = [
    path(DOSSIER, views.desirable, name="desirable"),
    path(f"{DOSSIER}etape/", views.etape, name="etape_desirable"),
    path(f"{DOSSIER}versions/<int:numero>/retirer/", views.retirer_version, name="retirer_publication"),
    path(f"{DOSSIER}composer/", views_composition.composer, name="composer"),
    path(f"{DOSSIER}composer/choisir/", views_composition.choisir, name="choisir_piece"),
    path(f"{DOSSIER}composer/placer/", views_composition.placer, name="placer_piece"),
    path(f"{DOSSIER}composer/retirer/", views_composition.retirer, name="sortir_piece"),
    path(f"{DOSSIER}titre/", views_composition.titre, name="titre_desirable"),
    path(f"{DOSSIER}legende/<uuid:piece>/", views_composition.legende, name="legende_desirable"),
    path(f"{DOSSIER}apercu/", views.apercu, name="apercu_desirable"),
    path(f"{DOSSIER}apercu/fichiers/<uuid:piece>/<slug:rendu>/", views.fichier, name="fichier_desirable"),
    path(f"{DOSSIER}epreuve/<slug:forme>/", views.epreuve, name="epreuve_desirable"),
]
