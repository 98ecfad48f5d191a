"""Resumption tokens: where a harvest stands, signed, good for one day.

They hold the last record given, not a count of records: a harvest misses none and is never undone when the
base changes meanwhile, since what changes moves to its end.
"""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from django.core import signing

from veille.flux.oai.protocole import ErreurOai

DUREE = timedelta(days=1)
_SEL = "veille.oai"


@dataclass(frozen=True)
class Reprise:
    """A list in progress: `apres` and `cle` are the date and the row of the last record, `donnees` how many
    came before, `total` how many there were at the start."""

    verbe: str
    format: str
    ensemble: str | None = None
    de: str | None = None
    a: str | None = None
    apres: str = ""
    cle: int = 0
    donnees: int = 0
    total: int = 0

    @property
    def dernier(self) -> datetime | None:
        return datetime.fromisoformat(self.apres) if self.apres else None


def ecrire(reprise: Reprise) -> str:
    return signing.dumps(asdict(reprise), salt=_SEL, compress=True)


def lire(jeton: str, verbe: str) -> Reprise:
    """The list this token continues. Raises badResumptionToken when forged, expired or of another verb."""
    try:
        reprise = Reprise(**signing.loads(jeton, salt=_SEL, max_age=DUREE))
    except (signing.BadSignature, TypeError) as erreur:
        raise ErreurOai("badResumptionToken", "Ce jeton n’est pas de nous, ou a plus d’un jour.") from erreur
    if reprise.verbe != verbe:
        raise ErreurOai("badResumptionToken", "Ce jeton continue une autre liste.")
    return reprise
