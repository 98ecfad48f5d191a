"""The second factor: how allauth keeps it, and when the admin demands it."""

import base64
import hashlib
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from communs.collectivites.models import Compte
from communs.courrier import services as courrier
from communs.web.qr import dessiner

FACTEURS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
NOM = "Vigie"


def _coffre() -> MultiFernet:
    """Encrypts with a key drawn from SECRET_KEY; SECRET_KEY_FALLBACKS still open what they closed."""
    cles = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    empreintes = (hashlib.sha256(f"collectivites.second_facteur:{cle}".encode()).digest() for cle in cles)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(empreinte)) for empreinte in empreintes])


class AdaptateurDuSecondFacteur(DefaultMFAAdapter):
    """Named in settings as MFA_ADAPTER. Secrets are unreadable in a stolen copy of the database."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "Ce code n’est pas le bon, ou il a déjà servi. Attendez le suivant et réessayez.",
        "cannot_generate_recovery_codes": "Choisissez d’abord un second facteur.",
    }

    def encrypt(self, text: str) -> str:
        return _coffre().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _coffre().decrypt(encrypted_text.encode()).decode()

    def get_totp_issuer(self) -> str:
        return NOM

    def build_totp_svg(self, url: str) -> str:
        """With a white ground of its own: a code drawn on the night theme could not be scanned."""
        return str(dessiner(url))

    def _get_site_name(self) -> str:
        return NOM

    def generate_authenticator_name(self, user: Compte, type: Authenticator.Type) -> str:
        return f"Clé {Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1}"


def est_regle(compte: Compte) -> bool:
    """The account has a second factor (recovery codes alone are not one)."""
    return Authenticator.objects.filter(user_id=compte.pk, type__in=FACTEURS).exists()


@transaction.atomic
def retirer(compte: Compte) -> bool:
    """Take away the second factor of somebody who lost it, and tell them; False if there was none."""
    retires, _ = Authenticator.objects.filter(user_id=compte.pk).delete()
    if retires:
        contexte = {"prenom": compte.prenom}
        gabarit = "collectivites/courriels/facteur_retire"
        courrier.poster_gabarit(gabarit, contexte, destinataire=compte.email)
    return bool(retires)


def a_servi(request: HttpRequest) -> bool:
    """A second factor was used in this very session, and the account still has one."""
    compte = request.user
    if isinstance(compte, AnonymousUser):
        return False
    preuves = get_authentication_records(request, compte)
    return any(preuve.get("method") == "mfa" for preuve in preuves) and est_regle(compte)


def mener(request: HttpRequest) -> HttpResponse:
    """Lead a member of staff to what is missing before the admin opens."""
    compte = request.user
    if not est_regle(compte):  # type: ignore[arg-type]
        messages.warning(request, "L’administration demande un second facteur : choisissez-en un ici.")
        return redirect("mfa_index")
    moyens = get_adapter().get_reauthentication_methods(compte)
    page = next(moyen["url"] for moyen in moyens if moyen["id"].startswith("mfa_reauthenticate"))
    return redirect(f"{page}?{urlencode({'next': request.get_full_path()})}")
