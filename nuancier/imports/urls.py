from django.urls import path

from nuancier.imports import views

_I = "atelier/imports/<uuid:uuid>/"
_B = "atelier/brouillons/<uuid:uuid>/"

urlpatterns = [
    path("atelier/importer/", views.importer, name="importer"),
    path("atelier/importer/confirmer/", views.confirmer, name="confirmer_import"),
    path(_I, views.importation, name="import"),
    path(_B, views.brouillon, name="brouillon"),
    path(f"{_B}ecarter/", views.ecarter, name="ecarter_brouillon"),
    path(f"{_B}reprendre/", views.reprendre, name="reprendre_brouillon"),
]
