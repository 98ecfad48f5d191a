from django.urls import path

from veille.imports import views

_UN = "atelier/imports/<uuid:uuid>/"

urlpatterns = [
    path("atelier/importer/", views.importer, name="importer_numero"),
    path(_UN, views.importation, name="import_de_numero"),
    path(f"{_UN}confirmer/", views.confirmer, name="confirmer_import_de_numero"),
]
