"""Addresses of the frame, under the dossier's."""

from django.urls import path

from eclaireurs.evaluation.cadrage import views, views_rencontres

CADRAGE = "cadrage/"
QUESTION = f"{CADRAGE}questions/<uuid:cle>/"
CRITERE = f"{CADRAGE}criteres/<uuid:cle>/"
RENCONTRE = f"{CADRAGE}rencontres/<uuid:cle>/"

urlpatterns = [
    path(CADRAGE, views.cadrage, name="cadrage"),
    path(f"{CADRAGE}geste/", views.geste, name="cadrage_geste"),
    path(f"{CADRAGE}perimetre/", views.perimetre, name="perimetre"),
    path(f"{CADRAGE}questions/", views.ajouter_question, name="ajouter_question"),
    path(QUESTION, views.question, name="question"),
    path(f"{QUESTION}supprimer/", views.supprimer_question, name="supprimer_question"),
    path(f"{QUESTION}deplacer/", views.deplacer_question, name="deplacer_question"),
    path(f"{QUESTION}criteres/", views.ajouter_critere, name="ajouter_critere"),
    path(CRITERE, views.critere, name="critere"),
    path(f"{CRITERE}supprimer/", views.supprimer_critere, name="supprimer_critere"),
    path(f"{CRITERE}deplacer/", views.deplacer_critere, name="deplacer_critere"),
    path(f"{CADRAGE}rencontres/", views_rencontres.programmer, name="programmer"),
    path(RENCONTRE, views_rencontres.rencontre, name="rencontre"),
    path(f"{RENCONTRE}modifier/", views_rencontres.modifier, name="modifier_rencontre"),
    path(f"{RENCONTRE}presences/", views_rencontres.presences, name="presences"),
    path(f"{RENCONTRE}geste/", views_rencontres.geste, name="rencontre_geste"),
    path(f"{CADRAGE}engagements/", views.signer, name="signer"),
]
