from django.urls import path

from nuancier.recherche import views

urlpatterns = [path("recherche/", views.recherche, name="recherche")]
