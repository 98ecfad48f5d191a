"""Addresses of the survey's desk, under the dossier's."""

from django.urls import path

from eclaireurs.evaluation.enquete import urls_relais, views, views_moderation

DOSSIER = "enquete/"
CONTRIBUTION = f"{DOSSIER}contributions/<uuid:cle>/"

urlpatterns = [
    path(DOSSIER, views.bureau, name="enquete"),
    path(f"{DOSSIER}regler/", views.regler, name="regler_enquete"),
    path(f"{DOSSIER}etape/", views.etape, name="enquete_etape"),
    path(f"{DOSSIER}choisir/", views.choisir, name="choisir_enquete"),
    path(f"{DOSSIER}contributions/", views_moderation.contributions, name="contributions"),
    path(CONTRIBUTION, views_moderation.contribution, name="contribution"),
    path(f"{CONTRIBUTION}decider/", views_moderation.decider, name="decider_contribution"),
    path(f"{DOSSIER}pieces/<uuid:cle>/", views_moderation.piece, name="piece_contribution"),
    *urls_relais.du_dossier,
]
