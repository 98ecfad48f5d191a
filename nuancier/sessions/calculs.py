"""Days, half-days and hours of a session. Pure functions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Protocol
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta

from nuancier.sessions.enums import Demi

MIDI = time(12, 30)
MOIS_DU_SUIVI = 3
OUVERTURE, FERMETURE = time(8), time(20)  # decent hours to write to people, in the zone of the session


class Horaires(Protocol):
    """What a day says: hours of the clock there, and a break in the middle or none."""

    debut: time
    fin: time
    pause_debut: time | None
    pause_fin: time | None


@dataclass(frozen=True)
class DemiJournee:
    moment: Demi
    debut: time
    fin: time

    @property
    def minutes(self) -> int:
        return _minutes(self.fin) - _minutes(self.debut)


def _minutes(heure: time) -> int:
    return heure.hour * 60 + heure.minute


def demi_journees(jour: Horaires) -> tuple[DemiJournee, ...]:
    """The half-days of a day: two around the break; one alone when there is no break."""
    if jour.pause_debut is None or jour.pause_fin is None:
        moment = Demi.MATIN if jour.debut < MIDI else Demi.APRES_MIDI
        return (DemiJournee(moment, jour.debut, jour.fin),)
    return (
        DemiJournee(Demi.MATIN, jour.debut, jour.pause_debut),
        DemiJournee(Demi.APRES_MIDI, jour.pause_fin, jour.fin),
    )


def en_heures(minutes: int) -> str:
    """`6 h`, `6 h 30`, `45 min`: as people say it, held by no-break spaces."""
    heures, reste = divmod(minutes, 60)
    if not heures:
        return f"{reste}\u00a0min"
    return f"{heures}\u00a0h" + (f"\u00a0{reste:02d}" if reste else "")


def suivi_apres(dernier_jour: date) -> date:
    """The day on which people are asked what became of their intention: three months later."""
    return dernier_jour + relativedelta(months=MOIS_DU_SUIVI)


def aujourd_hui(maintenant: datetime, fuseau: str) -> date:
    return maintenant.astimezone(ZoneInfo(fuseau)).date()


def heure_decente(maintenant: datetime, fuseau: str) -> bool:
    return OUVERTURE <= maintenant.astimezone(ZoneInfo(fuseau)).time() < FERMETURE


def instant(le: date, heure: time, fuseau: str) -> datetime:
    """The aware moment at which a clock of that zone shows this."""
    return datetime.combine(le, heure, ZoneInfo(fuseau))


def moyenne(notes: Iterable[int | None]) -> float | None:
    """To one decimal; None when nobody has answered."""
    donnees = [note for note in notes if note is not None]
    return round(sum(donnees) / len(donnees), 1) if donnees else None
