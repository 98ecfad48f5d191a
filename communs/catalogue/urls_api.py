from django.urls import path

from communs.catalogue import api

app_name = "api_catalogue"

urlpatterns = [path("", api.Recherche.as_view(), name="recherche")]
