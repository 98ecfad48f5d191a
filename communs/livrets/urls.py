from django.urls import path

from communs.livrets import views

app_name = "livrets"

urlpatterns = [
    path("<uuid:uuid>/", views.livret, name="livret"),
    path("<uuid:uuid>/etat/", views.etat, name="etat"),
    path("<uuid:uuid>/page/", views.page, name="page"),
    path("<uuid:uuid>/fichier/", views.fichier, name="fichier"),
    path("<uuid:uuid>/refaire/", views.refaire, name="refaire"),
]
