from django.urls import path

from eclaireurs import views

app_name = "eclaireurs"

urlpatterns = [
    path("", views.accueil, name="accueil"),
    path("mes-retours/", views.mes_retours, name="mes_retours"),
    path("mes-retours/<uuid:uuid>/retirer/", views.retirer, name="retirer"),
    path("mes-retours/<uuid:uuid>/retablir/", views.retablir, name="retablir"),
    path("<slug:episode>/", views.episode, name="episode"),
    path("<slug:episode>/<slug:slug>/", views.outil, name="outil"),
    path("<slug:episode>/<slug:slug>/raconter/", views.raconter, name="raconter"),
]
