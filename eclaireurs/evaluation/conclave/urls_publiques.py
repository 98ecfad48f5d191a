"""The secret addresses of convocations."""

from django.urls import path

from eclaireurs.evaluation.conclave import views_publiques

app_name = "conclave"

urlpatterns = [
    path("<str:jeton>/", views_publiques.convocation, name="convocation"),
    path("<str:jeton>/conclave.ics", views_publiques.calendrier, name="calendrier"),
    path("<str:jeton>/imprimer/", views_publiques.imprimer, name="imprimer"),
]
