from django.urls import path

from communs.web import views

app_name = "web"

urlpatterns = [
    path("", views.accueil, name="accueil"),
    path("mentions-legales/", views.mentions_legales, name="mentions_legales"),
    path("accessibilite/", views.accessibilite, name="accessibilite"),
    path("donnees-personnelles/", views.donnees_personnelles, name="donnees_personnelles"),
    path("donnees-personnelles/effacement/", views.effacement, name="effacement"),
    path("galerie/", views.galerie, name="galerie"),
    path("robots.txt", views.robots, name="robots"),
    path("sante/", views.sante_complete, name="sante"),
    path("sante/vivant/", views.sante_vivant, name="sante_vivant"),
    path("sante/pret/", views.sante_pret, name="sante_pret"),
]
