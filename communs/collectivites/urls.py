from django.urls import path

from communs.collectivites import views, views_demandes, views_invitations, views_membres

app_name = "collectivites"

urlpatterns = [
    path("", views.espace, name="espace"),
    path("creer/", views.creer, name="creer"),
    path("rattachement/", views_demandes.rattachement, name="rattachement"),
    path("invitations/<str:jeton>/", views_invitations.invitation, name="invitation"),
    path("<slug:identifiant>/", views.collectivite, name="collectivite"),
    path("<slug:identifiant>/modifier/", views.modifier, name="modifier"),
    path("<slug:identifiant>/services/", views.services_, name="services"),
    path("<slug:identifiant>/services/<uuid:uuid>/", views.service, name="service"),
    path(
        "<slug:identifiant>/services/<uuid:uuid>/supprimer/",
        views.supprimer_service,
        name="supprimer_service",
    ),
    path("<slug:identifiant>/membres/", views_membres.membres, name="membres"),
    path("<slug:identifiant>/membres/<uuid:uuid>/", views_membres.membre, name="membre"),
    path("<slug:identifiant>/membres/<uuid:uuid>/retirer/", views_membres.retirer, name="retirer"),
    path("<slug:identifiant>/quitter/", views_membres.quitter, name="quitter"),
    path("<slug:identifiant>/transmettre/", views_membres.transmettre, name="transmettre"),
    path("<slug:identifiant>/invitations/", views_invitations.invitations, name="invitations"),
    path(
        "<slug:identifiant>/invitations/<uuid:uuid>/renvoyer/",
        views_invitations.renvoyer,
        name="renvoyer_invitation",
    ),
    path(
        "<slug:identifiant>/invitations/<uuid:uuid>/annuler/",
        views_invitations.annuler,
        name="annuler_invitation",
    ),
    path(
        "<slug:identifiant>/demandes/<uuid:uuid>/accepter/",
        views_demandes.accepter,
        name="accepter_demande",
    ),
    path(
        "<slug:identifiant>/demandes/<uuid:uuid>/refuser/",
        views_demandes.refuser,
        name="refuser_demande",
    ),
]
