from django.urls import path

from nuancier.parcours import api

urlpatterns = [
    path("parcours/", api.DesParcours.as_view(), name="parcours"),
    path("parcours/<uuid:uuid>/", api.UnParcours.as_view(), name="un_parcours"),
]
