"""What a voter takes away: that a ballot was received in this vote, at this minute. Nothing else is in it.

Not who, not what, not which: a blank ballot gives the same, and nothing is kept of it. A signed address, so
that nobody can make one up; no second in it, which would be one more thing to lay beside the server's logs.
"""

from datetime import UTC, datetime

from django.core.signing import BadSignature, Signer
from django.utils import timezone

from communs.scrutins.models import Scrutin

MINUTE = 60  # seconds


def _sceau(scrutin: Scrutin) -> Signer:
    return Signer(salt=f"scrutins.recu:{scrutin.uuid}")


def emettre(scrutin: Scrutin) -> str:
    """The receipt of a ballot received now."""
    return _sceau(scrutin).sign(str(int(timezone.now().timestamp()) // MINUTE))


def lire(scrutin: Scrutin, recu: str) -> datetime | None:
    """The minute of this receipt; None when this vote did not give it."""
    try:
        minute = int(_sceau(scrutin).unsign(recu))
    except (BadSignature, ValueError):
        return None
    return datetime.fromtimestamp(minute * MINUTE, UTC)
