from django.urls import path

from veille.redaction import (
    views_adresses,
    views_atelier,
    views_composition,
    views_notices,
    views_parution,
    views_relecture,
    views_textes,
)

ATELIER = "atelier/"
UN = f"{ATELIER}numeros/<uuid:uuid>/"
PIECE = f"{UN}pieces/<slug:nature>/"

urlpatterns = [
    path(ATELIER, views_atelier.atelier, name="atelier"),
    path(f"{ATELIER}bulletins/nouveau/", views_atelier.nouveau_bulletin, name="nouveau_bulletin"),
    path(f"{ATELIER}bulletins/<slug:bulletin>/", views_atelier.modifier_bulletin, name="modifier_bulletin"),
    path(
        f"{ATELIER}bulletins/<slug:bulletin>/adresse/",
        views_adresses.adresse_du_bulletin,
        name="adresse_bulletin",
    ),
    path(
        f"{ATELIER}bulletins/<slug:bulletin>/nouveau-numero/",
        views_atelier.nouveau_numero,
        name="nouveau_numero",
    ),
    path(UN, views_composition.composer, name="composer"),
    path(f"{UN}supprimer/", views_atelier.supprimer, name="supprimer_numero"),
    path(f"{UN}retablir/", views_atelier.retablir, name="retablir_numero"),
    path(f"{UN}presentation/", views_textes.entete, name="entete_numero"),
    path(f"{UN}adresse/", views_adresses.adresse_du_numero, name="adresse_numero"),
    path(f"{UN}couverture/", views_textes.couverture, name="couverture_numero"),
    path(f"{UN}images/<uuid:fichier>/", views_relecture.image, name="image_atelier"),
    path(f"{UN}chercher/", views_notices.chercher, name="chercher_notice"),
    path(f"{UN}prendre/", views_notices.prendre, name="prendre_notice"),
    path(f"{UN}notices/nouvelle/", views_notices.nouvelle, name="nouvelle_notice_du_numero"),
    path(f"{UN}notices/<uuid:cle>/", views_notices.corriger, name="notice_du_numero"),
    path(PIECE, views_composition.ajouter, name="ajouter_piece"),
    path(f"{PIECE}<uuid:cle>/", views_composition.modifier, name="piece"),
    path(f"{PIECE}<uuid:cle>/deplacer/", views_composition.deplacer, name="deplacer_piece"),
    path(f"{PIECE}<uuid:cle>/retirer/", views_composition.retirer, name="retirer_piece"),
    path(f"{UN}retraits/<uuid:cle>/remettre/", views_composition.remettre, name="remettre_piece"),
    path(f"{UN}parution/", views_parution.parution, name="parution"),
    path(f"{UN}parution/<slug:geste>/", views_parution.geste, name="geste_numero"),
    path(f"{UN}verification/", views_parution.verification, name="verification"),
    path(f"{UN}verification/liens/", views_parution.visiter, name="visiter_liens"),
    path(f"{UN}apercus/<slug:sorte>/", views_relecture.apercu, name="apercu"),
    path(f"{UN}remarques/", views_relecture.remarquer, name="remarquer"),
    path(f"{UN}remarques/<uuid:cle>/regler/", views_relecture.regler, name="regler_remarque"),
    path(f"{UN}erratum/", views_relecture.erratum, name="erratum"),
    path(f"{UN}agenda/<uuid:cle>/", views_parution.rendez_vous, name="rendez_vous_publie"),
    path(f"{UN}histoire/", views_relecture.histoire, name="histoire_numero"),
]
