"""Account addresses: allauth's names, French paths. No namespace: allauth reverses these names."""

from allauth.account import views as allauth_views
from django.urls import path, register_converter
from django.urls.converters import StringConverter

from communs.collectivites import views_compte as vues
from communs.collectivites import views_facteur as facteur
from communs.collectivites import views_oidc, views_sessions


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
    path("deconnexion/", views_oidc.Deconnexion.as_view(), name="account_logout"),
    path("oidc/", views_oidc.commencer, name="compte_oidc"),
    path("oidc/retour/", views_oidc.retour, name="compte_oidc_retour"),
    path("oidc/depart/", views_oidc.depart, name="compte_oidc_depart"),
    path("oidc/relier/", views_oidc.relier, name="compte_oidc_relier"),
    path("oidc/delier/", views_oidc.delier, name="compte_oidc_delier"),
    path("inscription/", vues.Inscription.as_view(), name="account_signup"),
    path("inactif/", allauth_views.account_inactive, name="account_inactive"),
    path("identite/", allauth_views.reauthenticate, name="account_reauthenticate"),
    path("courriels/", vues.Adresse.as_view(), name="account_email"),
    path("confirmer/", allauth_views.email_verification_sent, name="account_email_verification_sent"),
    path("confirmer/<cle:key>/", vues.Confirmation.as_view(), name="account_confirm_email"),
    path("mot-de-passe/", vues.MotDePasse.as_view(), name="account_change_password"),
    path("mot-de-passe/choisir/", vues.PremierMotDePasse.as_view(), name="account_set_password"),
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
    path("sessions/", views_sessions.sessions, name="usersessions_list"),
    path("sessions/<int:pk>/fermer/", views_sessions.fermer_session, name="compte_fermer_session"),
    path("second-facteur/", facteur.Facteurs.as_view(), name="mfa_index"),
    path("second-facteur/connexion/", facteur.authentification, name="mfa_authenticate"),
    path("second-facteur/identite/", facteur.DeNouveauParCode.as_view(), name="mfa_reauthenticate"),
    path(
        "second-facteur/identite/cle/",
        facteur.DeNouveauParCle.as_view(),
        name="mfa_reauthenticate_webauthn",
    ),
    path("second-facteur/application/", facteur.ActiverApplication.as_view(), name="mfa_activate_totp"),
    path(
        "second-facteur/application/retirer/",
        facteur.RetirerApplication.as_view(),
        name="mfa_deactivate_totp",
    ),
    path("second-facteur/cles/ajouter/", facteur.AjouterCle.as_view(), name="mfa_add_webauthn"),
    path("second-facteur/cles/<int:pk>/", facteur.RenommerCle.as_view(), name="mfa_edit_webauthn"),
    path("second-facteur/cles/<int:pk>/retirer/", facteur.RetirerCle.as_view(), name="mfa_remove_webauthn"),
    path("second-facteur/codes/", facteur.codes, name="mfa_view_recovery_codes"),
    path("second-facteur/codes/fichier/", facteur.telecharger_codes, name="mfa_download_recovery_codes"),
    path(
        "second-facteur/codes/nouveaux/", facteur.NouveauxCodes.as_view(), name="mfa_generate_recovery_codes"
    ),
]
