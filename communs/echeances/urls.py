from django.urls import path

from communs.echeances import views, views_liens

app_name = "echeances"

urlpatterns = [
    path("espace/echeances/", views.miennes, name="miennes"),
    path("espace/echeances/rappels/", views.rappels, name="rappels"),
    path("espace/echeances/calendriers/", views.calendriers, name="calendriers"),
    path("espace/echeances/calendriers/<uuid:uuid>/renouveler/", views.renouveler, name="renouveler"),
    path("espace/echeances/calendriers/<uuid:uuid>/revoquer/", views.revoquer, name="revoquer"),
    path("echeances/attendre/<str:jeton>/", views_liens.attendre, name="attendre"),
    path("echeances/rappels/<str:jeton>/", views_liens.rythme, name="rythme"),
    path("echeances/<str:jeton>.ics", views_liens.calendrier, name="calendrier"),
]
