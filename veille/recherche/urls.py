from django.urls import path

from veille.recherche import views

urlpatterns = [
    path("recherche/", views.recherche, name="recherche"),
    path("recherche/exporter/<str:format_>/", views.exporter, name="exporter_recherche"),
    path("themes/", views.themes, name="themes"),
    path("themes/<slug:cle>/", views.theme, name="theme"),
]
