"""The workshop's public addresses; those of a fiche are in `urls_dossier.py`."""

from django.urls import URLPattern, path

from sonar.fabrique import views

urlpatterns: list[URLPattern] = [
    path("fabrique/", views.fabrique, name="fabrique"),
    path("fabrique/affiche/", views.affiche, name="fabrique_affiche"),
]
