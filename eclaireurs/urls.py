from django.urls import path

from eclaireurs import views
from eclaireurs.essais import views as essais

app_name = "eclaireurs"

urlpatterns = [
    path("", views.accueil, name="accueil"),
    path("mes-retours/", views.mes_retours, name="mes_retours"),
    path("mes-retours/<uuid:uuid>/retirer/", views.retirer, name="retirer"),
    path("mes-retours/<uuid:uuid>/retablir/", views.retablir, name="retablir"),
    path("essai/", essais.mon_essai, name="mon_essai"),
    path("essai/jouer/", essais.jouer, name="jouer"),
    path("essai/finir/", essais.finir, name="finir_l_essai"),
    path("<slug:episode>/", views.episode, name="episode"),
    path("<slug:episode>/<slug:slug>/", views.outil, name="outil"),
    path("<slug:episode>/<slug:slug>/essayer/", essais.essayer, name="essayer"),
    path("<slug:episode>/<slug:slug>/raconter/", views.raconter, name="raconter"),
]
