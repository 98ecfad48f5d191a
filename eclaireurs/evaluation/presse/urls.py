"""Addresses of the journalists' pieces, among the final committee's, under a dossier's."""

from django.urls import path

from eclaireurs.evaluation.presse import views

ARTICLE = "suivi/comite/presse/<uuid:article>/"

urlpatterns = [
    path("suivi/comite/presse/", views.verser, name="verser_article"),
    path(ARTICLE, views.article, name="article"),
    path(f"{ARTICLE}reprendre/", views.reprendre, name="reprendre_article"),
    path(f"{ARTICLE}retirer/", views.retirer, name="retirer_article"),
    path(f"{ARTICLE}fichier/", views.fichier, name="fichier_article"),
]
