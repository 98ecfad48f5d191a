"""What the contributor holds, and the form she fills: signed, since she has no account.

The follow-up address is her contribution's uuid, signed: whoever moderates knows the uuid and cannot make
the address; nothing in the database gives it. Two shorter-lived things: the form (how old, for which
survey) and the right to join files to one contribution.
"""

from dataclasses import dataclass
from uuid import UUID, uuid4

from django.core import signing
from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils import timezone

from eclaireurs.evaluation.enquete.contributions import Contribution
from eclaireurs.evaluation.enquete.models import Enquete

_suivi = Signer(salt="enquete.suivi", sep=".")
_FORMULAIRE, _DEPOT = "enquete.formulaire", "enquete.depot"
FORMULAIRE_MAX = 24 * 3600  # seconds that a form may stay open
DEPOT_MAX = 3600  # seconds in which files may be joined, renewed by the follow-up page


def adresse_de_suivi(contribution: Contribution) -> str:
    return reverse("enquete:suivi", args=[_suivi.sign(contribution.uuid.hex)])


def lire_le_suivi(jeton: str) -> UUID | None:
    """The uuid of an address we made, else None."""
    try:
        return UUID(hex=_suivi.unsign(jeton))
    except (BadSignature, ValueError):
        return None


@dataclass(frozen=True)
class Formulaire:
    demande: UUID
    age: float  # seconds since it was shown


def ouvrir_un_formulaire(enquete: Enquete) -> str:
    """What a fresh form carries: its `demande`, its survey and when it was shown."""
    return signing.dumps([enquete.pk, uuid4().hex, timezone.now().timestamp()], salt=_FORMULAIRE)


def lire_le_formulaire(cle: str, enquete: Enquete) -> Formulaire | None:
    """The form that comes back; None if it is not ours, another survey's, or too old."""
    try:
        pk, demande, montre = signing.loads(cle, salt=_FORMULAIRE, max_age=FORMULAIRE_MAX)
    except BadSignature:
        return None
    if pk != enquete.pk:
        return None
    return Formulaire(UUID(hex=demande), timezone.now().timestamp() - montre)


def droit_de_joindre(contribution: Contribution) -> str:
    """A signed right to bring files to this contribution, for an hour."""
    return signing.dumps(contribution.pk, salt=_DEPOT)


def lire_le_droit(droit: str) -> int | None:
    """The contribution (pk) of a right that holds; None for a forged or stale one."""
    try:
        pk = signing.loads(droit, salt=_DEPOT, max_age=DEPOT_MAX)
    except BadSignature:
        return None
    return pk if isinstance(pk, int) else None
