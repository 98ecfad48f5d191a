"""How accounts speak to the outside: every mail through the outbox, every link on our own address.

allauth would build links from the Host header of the request and send within it.
"""

from typing import TYPE_CHECKING, Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import BaseForm
from django.http import HttpRequest
from django.urls import reverse

from communs.collectivites import effacement
from communs.collectivites.models import Compte
from communs.courrier import services as courrier

if TYPE_CHECKING:
    from allauth.account.models import EmailConfirmation

INCONNU = "account/email/unknown_account"
CHANGEE = "account/email/email_changed"
INSCRIPTION = "account/email/email_confirmation_signup"


def absolue(nom: str, **kwargs: str) -> str:
    return settings.VIGIE_ADRESSE + reverse(nom, kwargs=kwargs)


class AdaptateurDeCompte(DefaultAccountAdapter):
    """Named in settings as ACCOUNT_ADAPTER."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": "L’adresse ou le mot de passe ne correspondent pas.",
        "too_many_login_attempts": "Trop d’essais pour cette adresse : attendez cinq minutes, puis "
        "réessayez, ou demandez un nouveau mot de passe.",
        "duplicate_email": "C’est déjà l’adresse de votre compte.",
        "enter_current_password": "Ce n’est pas votre mot de passe actuel.",
        "incorrect_password": "Ce mot de passe n’est pas le bon.",
    }

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Post to the outbox; bodies hold single-use links, so they are wiped once sent.

        The address of somebody who has no account, or whose account leaves it, is not kept at all.
        Nothing that a person typed at sign-up is repeated to an address that nobody has verified yet:
        it would carry spam.
        """
        if template_prefix == CHANGEE:  # the last mail to the address that the account leaves
            effacement.oublier_adresse(email)
        compte = context.get("user")
        prenom = compte.prenom if isinstance(compte, Compte) and template_prefix != INSCRIPTION else ""
        courrier.poster_gabarit(
            template_prefix,
            {**context, "email": email, "prenom": prenom},
            destinataire=email,
            corps_ephemere=True,
            effacer_apres=template_prefix in (INCONNU, CHANGEE),
        )

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: "EmailConfirmation") -> str:
        return absolue("account_confirm_email", key=emailconfirmation.key)

    def get_reset_password_from_key_url(self, key: str) -> str:
        uid, _, jeton = key.partition("-")
        return absolue("account_reset_password_from_key", uidb36=uid, key=jeton)

    def send_account_already_exists_mail(self, email: str) -> None:
        self.send_mail(
            "account/email/account_already_exists",
            email,
            {
                "connexion_url": absolue("account_login"),
                "oubli_url": absolue("account_reset_password"),
            },
        )

    def get_client_ip(self, request: HttpRequest) -> str:
        """Without an address (a server behind a Unix socket) all count as one rather than be refused."""
        try:
            return super().get_client_ip(request)
        except PermissionDenied:
            return "0.0.0.0"  # noqa: S104

    def clean_email(self, email: str) -> str:
        if len(email) > 254:
            raise ValidationError("Cette adresse est trop longue pour en être une.")
        return email

    def save_user(self, request: HttpRequest, user: Compte, form: BaseForm, commit: bool = True) -> Compte:
        user.prenom = form.cleaned_data["prenom"]
        user.nom = form.cleaned_data["nom"]
        return super().save_user(request, user, form, commit)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("compte_profil")
