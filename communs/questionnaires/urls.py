"""Addresses of questionnaires: those of who asks, in a dossier; those of who answers, in the room."""

from django.urls import path

from communs.dossiers.urls import DOSSIER
from communs.questionnaires import views, views_direct, views_lien, views_papier, views_questions

app_name = "questionnaires"

QUESTIONNAIRE = f"{DOSSIER}questionnaires/<uuid:questionnaire>/"
QUESTION = f"{DOSSIER}questionnaires/questions/<uuid:question>/"
EN_SEANCE = f"{DOSSIER}seances/<uuid:seance>/"

urlpatterns = [
    path("questionnaire/<str:jeton>/", views_lien.repondre, name="repondre"),
    path(
        "s/<str:code>/repondre/<uuid:question>/",
        views_direct.repondre_en_direct,
        name="repondre_en_direct",
    ),
    path(f"{EN_SEANCE}questions/", views_questions.ajouter_en_seance, name="ajouter_en_seance"),
    path(f"{EN_SEANCE}anonymat/", views_questions.anonymat, name="anonymat"),
    path(QUESTION, views_questions.changer, name="changer"),
    path(f"{QUESTION}retirer/", views_questions.retirer, name="retirer"),
    path(f"{QUESTION}deplacer/", views_questions.deplacer, name="deplacer"),
    path(f"{QUESTION}reponses/", views_questions.reponses, name="reponses"),
    path(f"{QUESTION}reponses/<uuid:reponse>/fichier/", views_questions.fichier, name="fichier"),
    path(f"{QUESTION}reponses/<uuid:reponse>/montrer/", views_questions.montrer, name="montrer"),
    path(f"{DOSSIER}questionnaires/", views.liste, name="liste"),
    path(f"{DOSSIER}questionnaires/preparer/", views.preparer, name="preparer"),
    path(QUESTIONNAIRE, views.questionnaire, name="questionnaire"),
    path(f"{QUESTIONNAIRE}regler/", views.regler, name="regler"),
    path(f"{QUESTIONNAIRE}etape/", views.etape, name="etape"),
    path(f"{QUESTIONNAIRE}questions/", views.ajouter, name="ajouter"),
    path(f"{QUESTIONNAIRE}papier/", views_papier.papier, name="papier"),
    path(f"{QUESTIONNAIRE}reponses.<str:format>", views.exporter, name="exporter"),
]
