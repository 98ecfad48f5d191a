from django.urls import path

from eclaireurs.evaluation.conclave import views

UNE = "conclave/convocations/<uuid:cle>/"

urlpatterns = [
    path("conclave/", views.conclave, name="conclave"),
    path("conclave/preciser/", views.preciser, name="conclave_preciser"),
    path("conclave/places/", views.repartir, name="conclave_places"),
    path("conclave/geste/", views.geste, name="conclave_geste"),
    path("conclave/suivre/", views.suivre, name="conclave_suivre"),
    path("conclave/inviter/", views.inviter, name="conclave_inviter"),
    path("conclave/imprimer/<slug:papier>/", views.imprimer, name="conclave_imprimer"),
    path(f"{UNE}reponse/", views.noter, name="conclave_noter"),
    path(f"{UNE}renvoyer/", views.renvoyer, name="conclave_renvoyer"),
]
