from django.urls import path

from veille.references import exports, views

urlpatterns = [
    path("references/<str:format_>/", exports.exporter, name="references"),
    path("atelier/references/", views.importer, name="importer_references"),
    path("atelier/references/confirmer/", views.confirmer, name="confirmer_references"),
    path("atelier/references/<uuid:uuid>/", views.importation, name="import_references"),
]
