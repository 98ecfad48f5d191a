"""allauth's forms of the second factor, in our words."""

import struct
from typing import Any

from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa import app_settings
from allauth.mfa.base import forms as base
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal.auth import generate_totp_secret
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    EditWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from cryptography.exceptions import InvalidSignature
from django import forms
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, TimestampSigner

from communs.collectivites.models import Compte

DUREE_DU_DESSIN = 30 * 60  # seconds: as long as anybody needs to find their telephone
SAISIE = {"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}


def champ_code(aide: str = "") -> forms.CharField:
    return forms.CharField(
        label="Code", max_length=20, help_text=aide, widget=forms.TextInput(attrs=dict(SAISIE))
    )


class _UneSeuleFois:
    """A code serves once: allauth forgets it after one period, a tolerated one lives three."""

    def clean_code(self) -> str:
        code = super().clean_code()  # type: ignore[misc]
        cle = f"second-facteur:{self.user.pk}:{normalize_user_code(code)}"  # type: ignore[attr-defined]
        if not cache.add(cle, 1, timeout=app_settings.TOTP_PERIOD * (2 * app_settings.TOTP_TOLERANCE + 2)):
            raise ValidationError("Ce code a déjà servi : attendez le suivant.")
        return code


AIDE_DU_CODE = "Les six chiffres de votre application, ou un code de secours."


class CodeForm(_UneSeuleFois, base.AuthenticateForm):
    code = champ_code(AIDE_DU_CODE)


class CodeDeNouveauForm(_UneSeuleFois, base.ReauthenticateForm):
    code = champ_code(AIDE_DU_CODE)


class ActiverForm(_UneSeuleFois, ActivateTOTPForm):
    """The secret travels signed in the form: drawing it must not write the session during a GET."""

    code = champ_code("Les six chiffres que l’application affiche maintenant.")
    secret_signe = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, user: Compte, **kwargs: Any) -> None:
        super(ActivateTOTPForm, self).__init__(*args, **kwargs)
        self.user = user
        self.perime = False
        self.data: Any
        signataire = TimestampSigner(salt=f"collectivites.totp.{user.pk}")
        try:
            signe = self.data.get("secret_signe", "") if self.is_bound else ""
            self.secret = signataire.unsign(signe, max_age=DUREE_DU_DESSIN)
        except BadSignature:
            self.perime = self.is_bound
            self.secret = generate_totp_secret()
            signe = signataire.sign(self.secret)
            if self.is_bound:
                self.data = self.data.copy()
                self.data["secret_signe"] = signe
        self.initial["secret_signe"] = signe

    def clean_code(self) -> str:
        if self.perime:
            raise ValidationError("Cette page a trop attendu : scannez le nouveau dessin ci-dessus.")
        return super().clean_code()


# What reading a forged answer of a key may raise, in allauth, fido2 and cryptography.
REPONSES_FORGEES = (
    KeyError,
    IndexError,
    TypeError,
    ValueError,
    AttributeError,
    struct.error,
    InvalidSignature,
)


def _cle_inconnue() -> ValidationError:
    return ValidationError("Cette clé n’a pas été reconnue. Recommencez.")


class _LireLaCle:
    """A malformed answer is an error of the form, not of the server."""

    def clean_credential(self) -> Any:
        try:
            return super().clean_credential()  # type: ignore[misc]
        except REPONSES_FORGEES as erreur:
            raise _cle_inconnue() from erreur


class PresenterForm(_LireLaCle, AuthenticateWebAuthnForm):
    pass


class PresenterDeNouveauForm(_LireLaCle, ReauthenticateWebAuthnForm):
    pass


class CleForm(AddWebAuthnForm):
    """A key is named first, then presented: its challenge is drawn by a post, never by a GET."""

    name = forms.CharField(
        label="Nom de la clé",
        max_length=80,
        required=False,
        help_text="Pour la reconnaître : « Téléphone », « Clé du bureau »…",
    )

    def clean(self) -> dict[str, Any]:
        try:
            return super().clean()
        except REPONSES_FORGEES as erreur:
            raise _cle_inconnue() from erreur


class RenommerCleForm(EditWebAuthnForm):
    name = forms.CharField(label="Nom de la clé", max_length=80)
