"""The signed personal links of reminders: they hold for one person, and need no account."""

from uuid import UUID

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

_sommeil = Signer(salt="echeances.sommeil", sep=".")
_rythme = Signer(salt="echeances.rythme", sep=".")


def jeton_de_sommeil(echeance: UUID, responsable: UUID) -> str:
    """For the page where this person puts this échéance off; void once it is somebody else's."""
    return _sommeil.sign(echeance.hex + responsable.hex)


def lire_sommeil(jeton: str) -> tuple[UUID, UUID] | None:
    """The échéance and its responsable, or None for a link that is not ours."""
    try:
        texte = _sommeil.unsign(jeton)
        return UUID(hex=texte[:32]), UUID(hex=texte[32:])
    except (BadSignature, ValueError):
        return None


def jeton_de_rythme(destinataire: UUID) -> str:
    return _rythme.sign(destinataire.hex)


def lire_rythme(jeton: str) -> UUID | None:
    try:
        return UUID(hex=_rythme.unsign(jeton))
    except (BadSignature, ValueError):
        return None


def adresse_de_sommeil(echeance: UUID, responsable: UUID) -> str:
    """The whole address, as a mail writes it."""
    return settings.VIGIE_ADRESSE + reverse(
        "echeances:attendre", args=[jeton_de_sommeil(echeance, responsable)]
    )


def adresse_de_rythme(destinataire: UUID) -> str:
    return settings.VIGIE_ADRESSE + reverse("echeances:rythme", args=[jeton_de_rythme(destinataire)])
