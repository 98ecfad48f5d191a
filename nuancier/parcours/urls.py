from django.urls import path

from nuancier.parcours import views, views_composition, views_panier, views_partage

UN = "parcours/<uuid:uuid>/"

urlpatterns = [
    path("parcours/", views.liste, name="parcours"),
    path("parcours/nouveau/", views.nouveau, name="nouveau_parcours"),
    path("parcours/panier/", views_panier.voir, name="panier"),
    path("parcours/panier/mettre/", views_panier.mettre, name="panier_mettre"),
    path("parcours/panier/enlever/", views_panier.enlever, name="panier_enlever"),
    path("parcours/panier/vider/", views_panier.vider, name="panier_vider"),
    path("parcours/panier/garder/", views_panier.garder, name="panier_garder"),
    path(UN, views.parcours, name="un_parcours"),
    path(f"{UN}presentation/", views.presenter, name="presenter_parcours"),
    path(f"{UN}histoire/", views.histoire, name="histoire_parcours"),
    path(f"{UN}partager/", views_partage.partager, name="partager_parcours"),
    path(f"{UN}copier/", views_partage.copier, name="copier_parcours"),
    path(f"{UN}moderer/", views_partage.moderer, name="moderer_parcours"),
    path(f"{UN}reprendre/", views_partage.reprendre, name="reprendre_parcours"),
    path(f"{UN}supprimer/", views_partage.supprimer, name="supprimer_parcours"),
    path(f"{UN}retablir/", views_partage.retablir, name="retablir_parcours"),
    path(f"{UN}chercher/", views_composition.chercher, name="chercher_pour_parcours"),
    path(f"{UN}ajouter/", views_composition.ajouter, name="ajouter_au_parcours"),
    path(f"{UN}remettre/", views_composition.remettre, name="remettre_pastille"),
    path(f"{UN}pastilles/<uuid:cle>/", views_composition.regler, name="pastille"),
    path(f"{UN}pastilles/<uuid:cle>/deplacer/", views_composition.deplacer, name="deplacer_pastille"),
    path(f"{UN}pastilles/<uuid:cle>/retirer/", views_composition.retirer, name="retirer_pastille"),
    path(f"{UN}gestes/", views_composition.ajouter_un_geste, name="ajouter_geste"),
    path(f"{UN}gestes/<uuid:cle>/", views_composition.noter, name="geste"),
    path(f"{UN}gestes/<uuid:cle>/cocher/", views_composition.cocher, name="cocher_geste"),
    path(f"{UN}gestes/<uuid:cle>/oter/", views_composition.oter_un_geste, name="oter_geste"),
]
