"""A second factor for tests: a real TOTP, its codes, and a session in which it was used."""

import time

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.http import HttpRequest
from django.test import Client

from communs.collectivites.models import Compte


def regler(compte: Compte) -> str:
    """Give the account an application and recovery codes; return the secret."""
    secret = generate_totp_secret()
    TOTP.activate(compte, secret)
    RecoveryCodes.activate(compte)
    return secret


def code(secret: str, decalage: int = 0) -> str:
    """The code shown `decalage` periods from now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + decalage))


def avoir_servi(client: Client, compte: Compte) -> None:
    """Mark in this browser's session that the second factor was used."""
    requete = HttpRequest()
    requete.session = client.session
    record_authentication(requete, compte, "mfa", type="totp")
    requete.session.save()
