"""The signed personal links of subscribers: they hold for one person, and need no account."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

_confirmation = Signer(salt="veille.abonnements.confirmation", sep=".")
_preferences = Signer(salt="veille.abonnements.preferences", sep=".")
_depart = Signer(salt="veille.abonnements.depart", sep=".")
_remise = Signer(salt="veille.abonnements.remise", sep=".")


def jeton_de_confirmation(abonne: UUID, demande_le: datetime) -> str:
    """Bound to one request: a later one, or a departure, makes it void."""
    return _confirmation.sign(f"{abonne.hex}{int(demande_le.timestamp() * 1_000_000)}")


def lire_confirmation(jeton: str) -> tuple[UUID, int] | None:
    """The subscriber and when it was asked (microseconds), or None for a link that is not ours."""
    try:
        texte = _confirmation.unsign(jeton)
        return UUID(hex=texte[:32]), int(texte[32:])
    except (BadSignature, ValueError):
        return None


def jeton_de_preferences(abonne: UUID) -> str:
    return _preferences.sign(abonne.hex)


def lire_preferences(jeton: str) -> UUID | None:
    try:
        return UUID(hex=_preferences.unsign(jeton))
    except (BadSignature, ValueError):
        return None


def jeton_de_depart(abonne: UUID, bulletin: int) -> str:
    """To leave one bulletin in one click."""
    return _depart.sign(f"{abonne.hex}{bulletin}")


def lire_depart(jeton: str) -> tuple[UUID, int] | None:
    try:
        texte = _depart.unsign(jeton)
        return UUID(hex=texte[:32]), int(texte[32:])
    except (BadSignature, ValueError):
        return None


def marque_de_remise(pk: int) -> str:
    """What the Message-ID of a copy says, and a delivery report gives back: nobody can make one up."""
    return _remise.sign(str(pk))


def lire_remise(marque: str) -> int | None:
    try:
        return int(_remise.unsign(marque))
    except (BadSignature, ValueError):
        return None


def adresse(nom: str, jeton: str) -> str:
    """The whole address of this page of the veille, as a mail writes it."""
    return settings.VIGIE_ADRESSE + reverse(f"veille:{nom}", args=[jeton])
