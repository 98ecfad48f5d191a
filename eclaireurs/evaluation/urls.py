"""Addresses of the episode's tools, each under its dossier's."""

from django.urls import include, path

app_name = "evaluation"

urlpatterns = [
    path("", include("eclaireurs.evaluation.cadrage.urls")),
    path("", include("eclaireurs.evaluation.collecte.urls")),
]
