"""Addresses of votes: in their dossier, and the public one."""

from django.urls import path

from communs.dossiers.urls import DOSSIER
from communs.scrutins import views, views_codes, views_options, views_vote

app_name = "scrutins"

SCRUTIN = f"{DOSSIER}scrutins/<uuid:cle>/"

urlpatterns = [
    path("vote/<str:jeton>/", views_vote.vote, name="vote"),
    path("vote/<str:jeton>/recu/<str:recu>/", views_vote.recu_public, name="recu_public"),
    path(f"{DOSSIER}scrutins/", views.scrutins, name="scrutins"),
    path(f"{DOSSIER}scrutins/preparer/", views.preparer, name="preparer"),
    path(SCRUTIN, views.scrutin, name="scrutin"),
    path(f"{SCRUTIN}reecrire/", views.reecrire, name="reecrire"),
    path(f"{SCRUTIN}heures/", views.heures, name="heures"),
    path(f"{SCRUTIN}version/", views.version, name="version"),
    path(f"{SCRUTIN}geste/", views.geste, name="geste"),
    path(f"{SCRUTIN}exporter/<slug:format>/", views.exporter, name="exporter"),
    path(f"{SCRUTIN}voter/", views_vote.voter, name="voter"),
    path(f"{SCRUTIN}recu/<str:recu>/", views_vote.recu, name="recu"),
    path(f"{SCRUTIN}options/", views_options.ajouter, name="ajouter_options"),
    path(f"{SCRUTIN}options/<uuid:option>/", views_options.option, name="option"),
    path(f"{SCRUTIN}options/<uuid:option>/deplacer/", views_options.deplacer, name="deplacer_option"),
    path(f"{SCRUTIN}options/<uuid:option>/retirer/", views_options.retirer, name="retirer_option"),
    path(f"{SCRUTIN}codes/", views_codes.codes, name="codes"),
    path(f"{SCRUTIN}codes/annuler/", views_codes.annuler, name="annuler_codes"),
]
