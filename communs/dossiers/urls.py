"""Addresses of a dossier. Tools add theirs under the same prefix (`genres.py`)."""

from django.urls import path

from communs.dossiers import (
    views,
    views_archive,
    views_commentaires,
    views_entree,
    views_liens,
    views_listes,
    views_participants,
    views_reglages,
)

app_name = "dossiers"

DOSSIER = "espace/<slug:identifiant>/dossiers/<uuid:uuid>/"

urlpatterns = [
    path("dossiers/lien/<str:jeton>/", views_entree.lien, name="lien"),
    path("dossiers/invitation/<str:jeton>/", views_entree.invitation, name="invitation"),
    path("espace/dossiers/", views_listes.miens, name="miens"),
    path("espace/dossiers/ouvrir/", views_listes.choisir, name="choisir"),
    path("espace/<slug:identifiant>/dossiers/", views_listes.liste, name="liste"),
    path("espace/<slug:identifiant>/dossiers/ouvrir/", views_listes.ouvrir, name="ouvrir"),
    path(DOSSIER, views.dossier, name="dossier"),
    path(f"{DOSSIER}groupe/", views.groupe, name="groupe"),
    path(f"{DOSSIER}journal/", views.journal_, name="journal"),
    path(f"{DOSSIER}copier/", views.copier, name="copier"),
    path(f"{DOSSIER}supprimer/", views.supprimer, name="supprimer"),
    path(f"{DOSSIER}retablir/", views.retablir, name="retablir"),
    path(f"{DOSSIER}archive/", views_archive.archive, name="archive"),
    path(f"{DOSSIER}commentaires/", views_commentaires.commentaires, name="commentaires"),
    path(
        f"{DOSSIER}commentaires/<uuid:commentaire>/retirer/",
        views_commentaires.retirer,
        name="retirer_commentaire",
    ),
    path(f"{DOSSIER}participants/", views_participants.participants, name="participants"),
    path(f"{DOSSIER}participants/inviter/", views_participants.inviter, name="inviter"),
    path(f"{DOSSIER}participants/ajouter/", views_participants.ajouter, name="ajouter"),
    path(f"{DOSSIER}participants/transmettre/", views_participants.transmettre, name="transmettre"),
    path(f"{DOSSIER}participants/quitter/", views_participants.quitter, name="quitter"),
    path(f"{DOSSIER}participants/<uuid:participant>/", views_participants.participant, name="participant"),
    path(f"{DOSSIER}participants/<uuid:participant>/relancer/", views_participants.relancer, name="relancer"),
    path(f"{DOSSIER}participants/<uuid:participant>/retirer/", views_participants.retirer, name="retirer"),
    path(f"{DOSSIER}participants/<uuid:participant>/oublier/", views_participants.oublier, name="oublier"),
    path(f"{DOSSIER}reglages/", views_reglages.reglages, name="reglages"),
    path(f"{DOSSIER}reglages/lecture/", views_reglages.lecture, name="lecture"),
    path(f"{DOSSIER}reglages/partenaires/", views_reglages.associer, name="associer"),
    path(
        f"{DOSSIER}reglages/partenaires/<slug:partenaire>/dissocier/",
        views_reglages.dissocier,
        name="dissocier",
    ),
    path(f"{DOSSIER}liens/", views_liens.liens, name="liens"),
    path(f"{DOSSIER}liens/<uuid:lien>/revoquer/", views_liens.revoquer, name="revoquer_lien"),
]
