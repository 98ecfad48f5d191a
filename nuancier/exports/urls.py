from django.urls import path

from nuancier.exports import views

urlpatterns = [
    path("exporter/", views.exporter, name="exporter"),
    path("exporter/<slug:cle>/", views.fichier, name="exporter_fichier"),
    path("exporter/<slug:cle>/fabriquer/", views.livret, name="exporter_livret"),
]
