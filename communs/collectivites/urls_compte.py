"""Account addresses: allauth's names, French paths. No namespace: allauth reverses these names."""

from allauth.account import views as allauth_views
from django.urls import path, register_converter
from django.urls.converters import StringConverter

from communs.collectivites import views_compte as vues


class Uid36Converter(StringConverter):
    regex = "[0-9A-Za-z]+"


class CleConverter(StringConverter):
    regex = r"[-:\w]+"


register_converter(Uid36Converter, "uid36")
register_converter(CleConverter, "cle")

urlpatterns = [
    path("", vues.profil, name="compte_profil"),
    path("supprimer/", vues.supprimer, name="compte_supprimer"),
    path("connexion/", vues.Connexion.as_view(), name="account_login"),
    path("deconnexion/", allauth_views.logout, name="account_logout"),
    path("inscription/", vues.Inscription.as_view(), name="account_signup"),
    path("inactif/", allauth_views.account_inactive, name="account_inactive"),
    path("identite/", allauth_views.reauthenticate, name="account_reauthenticate"),
    path("courriels/", vues.Adresse.as_view(), name="account_email"),
    path("confirmer/", allauth_views.email_verification_sent, name="account_email_verification_sent"),
    path("confirmer/<cle:key>/", vues.Confirmation.as_view(), name="account_confirm_email"),
    path("mot-de-passe/", vues.MotDePasse.as_view(), name="account_change_password"),
    path("mot-de-passe/oublie/", vues.Oubli.as_view(), name="account_reset_password"),
    path("mot-de-passe/envoye/", allauth_views.password_reset_done, name="account_reset_password_done"),
    path(
        "mot-de-passe/change/",
        allauth_views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path(
        "mot-de-passe/<uid36:uidb36>-<cle:key>/",
        vues.NouveauMotDePasse.as_view(),
        name="account_reset_password_from_key",
    ),
]
