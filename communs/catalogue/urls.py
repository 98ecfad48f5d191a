from django.urls import path

from communs.catalogue import views

app_name = "catalogue"

urlpatterns = [path("", views.recherche, name="recherche")]
