"""The attempt's id: random, signed, carried by the address, stored only once the sheet is handed in."""

import uuid
from datetime import timedelta

from django.core.signing import BadSignature, SignatureExpired, TimestampSigner

VALIDITE = timedelta(days=30)

_signataire = TimestampSigner(salt="sonar.essai", sep="~")


class EssaiInvalide(ValueError):
    """The id was not made by this platform."""


class EssaiExpire(EssaiInvalide):
    """The sheet was taken more than `VALIDITE` ago."""


def nouvel_essai() -> str:
    """A fresh signed id, safe in an address."""
    return _signataire.sign(uuid.uuid4().hex)


def lire_essai(jeton: str) -> uuid.UUID:
    """Return the attempt's id. Raise EssaiExpire or EssaiInvalide."""
    try:
        return uuid.UUID(hex=_signataire.unsign(jeton, max_age=VALIDITE))
    except SignatureExpired as erreur:
        raise EssaiExpire from erreur
    except (BadSignature, ValueError) as erreur:
        raise EssaiInvalide from erreur
