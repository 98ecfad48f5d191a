"""Addresses of the exercises inside a room: under its code, where its cookie travels."""

from django.urls import path

from communs.seances.urls import SALLE
from sonar.seances import views_salle

app_name = "sonar_salle"

urlpatterns = [path(f"{SALLE}sonar/test/", views_salle.test, name="test")]
