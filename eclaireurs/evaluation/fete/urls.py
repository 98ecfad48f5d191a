"""Addresses of the fête, under `/espace/<collectivité>/fetes/`."""

from django.urls import path

from eclaireurs.evaluation.fete import views, views_atelier, views_mur, views_preparation

app_name = "fete"
FETE = "<uuid:uuid>/"
ATELIER = f"{FETE}ateliers/<uuid:atelier>/"

urlpatterns = [
    path("", views.liste, name="liste"),
    path("preparer/", views_preparation.preparer, name="preparer"),
    path(FETE, views.fete, name="fete"),
    path(f"{FETE}version/", views.version, name="version"),
    path(f"{FETE}agenda.ics", views.agenda, name="agenda"),
    path(f"{FETE}livrets/<slug:lequel>/", views.imprimer, name="imprimer"),
    path(f"{FETE}modifier/", views_preparation.modifier, name="modifier"),
    path(f"{FETE}etape/", views_preparation.etape, name="etape"),
    path(f"{FETE}lieux/", views_preparation.lieux, name="lieux"),
    path(f"{FETE}lieux/salles/<uuid:salle>/oter/", views_preparation.oter_salle, name="oter_salle"),
    path(f"{FETE}lieux/creneaux/<uuid:creneau>/oter/", views_preparation.oter_creneau, name="oter_creneau"),
    path(f"{FETE}journal/", views_preparation.journal_, name="journal"),
    path(f"{FETE}inviter/", views_preparation.inviter, name="inviter"),
    path(f"{FETE}mur/", views_mur.mur_page, name="mur"),
    path(f"{FETE}mur/projection/", views_mur.projection, name="projection"),
    path(f"{FETE}mur/afficher/", views_mur.afficher, name="afficher"),
    path(f"{FETE}proposer/", views_atelier.proposer, name="proposer"),
    path(ATELIER, views_atelier.atelier, name="atelier"),
    path(f"{ATELIER}modifier/", views_atelier.modifier, name="modifier_atelier"),
    path(f"{ATELIER}compte-rendu/", views_atelier.compte_rendu, name="compte_rendu"),
    path(f"{ATELIER}annuler/", views_atelier.annuler, name="annuler_atelier"),
    path(f"{ATELIER}rejoindre/", views_atelier.rejoindre, name="rejoindre"),
    path(f"{ATELIER}quitter/", views_atelier.quitter, name="quitter"),
    path(f"{ATELIER}inscrire/", views_atelier.inscrire, name="inscrire"),
    path(f"{ATELIER}inscriptions/<uuid:inscription>/oter/", views_atelier.desinscrire, name="desinscrire"),
    path(f"{ATELIER}decider/", views_atelier.decider, name="decider"),
    path(f"{ATELIER}decisions/<uuid:decision>/", views_atelier.trancher, name="trancher"),
]
