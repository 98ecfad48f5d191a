from django.urls import path

from veille.lecture import views, views_panier

UN = "<slug:bulletin>/<slug:numero>/"

urlpatterns = [
    path("", views.accueil, name="accueil"),
    path("notices/<int:pk>/", views.notice, name="notice"),
    path("panier/", views_panier.voir, name="panier"),
    path("panier/mettre/", views_panier.mettre, name="panier_mettre"),
    path("panier/enlever/", views_panier.enlever, name="panier_enlever"),
    path("panier/vider/", views_panier.vider, name="panier_vider"),
    path("panier/livret/", views_panier.livret, name="panier_livret"),
    path("<slug:bulletin>/", views.bulletin, name="bulletin"),
    path(UN, views.numero, name="numero"),
    path(f"{UN}livret/", views.livret, name="livret_numero"),
    path(f"{UN}images/<uuid:uuid>/", views.image, name="image_numero"),
]
