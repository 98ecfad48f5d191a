"""The map inside a room: under its code, where its cookie travels."""

from django.urls import path

from communs.seances.urls import SALLE
from sonar.carte import en_seance

app_name = "carte_salle"

urlpatterns = [path(f"{SALLE}sonar/carte/", en_seance.dire, name="dire")]
