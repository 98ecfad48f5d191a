"""When to remind of a date, at what hour to write, and how to say it. Pure functions of dates."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from communs.collectivites.enums import Fuseau
from communs.echeances.enums import Quand
from communs.web.typographie import accorder

AVANT = (7, 1)  # days before the date
SEMAINES_DE_RETARD = 4  # after that, once a month: a reminder that is always there is no longer read
MOIS = 30  # days
OUVERTURE, FERMETURE = time(8), time(20)  # in the person's zone
HORIZON = timedelta(days=7)  # what « dans les sept jours » covers
LUNDI = 0


def prochain_rappel(le: date, apres: date | None = None) -> date:
    """The first day on which to remind of the date `le`, after the day `apres` if one is given.

    Seven days and one day before, then the day after (late), then every week for four weeks, then
    every thirty days. A day that was missed is caught up on the next one: whoever asks compares with
    today by « not later than ».
    """
    if apres is None or apres < le - timedelta(days=AVANT[0]):
        return le - timedelta(days=AVANT[0])
    if apres < le - timedelta(days=AVANT[1]):
        return le - timedelta(days=AVANT[1])
    retard = le + timedelta(days=1)
    if apres < retard:
        return retard
    dernier_hebdomadaire = retard + timedelta(weeks=SEMAINES_DE_RETARD)
    origine, pas = (retard, 7) if apres < dernier_hebdomadaire else (dernier_hebdomadaire, MOIS)
    return origine + timedelta(days=((apres - origine).days // pas + 1) * pas)


def aujourd_hui(maintenant: datetime, fuseau: str) -> date:
    """The date that people of this zone read on their calendar at this instant (aware)."""
    return maintenant.astimezone(ZoneInfo(fuseau)).date()


def fuseaux_par_jour(
    maintenant: datetime, fuseaux: Iterable[str] = Fuseau.values
) -> dict[date, tuple[str, ...]]:
    """The zones grouped by the date it is there: two or three dates at any instant."""
    jours: dict[date, list[str]] = {}
    for fuseau in fuseaux:
        jours.setdefault(aujourd_hui(maintenant, fuseau), []).append(fuseau)
    return {jour: tuple(zones) for jour, zones in sorted(jours.items())}


def fuseaux_ouverts(maintenant: datetime) -> tuple[str, ...]:
    """The zones in which it is a decent hour to write."""
    return tuple(
        fuseau
        for fuseau in Fuseau.values
        if OUVERTURE <= maintenant.astimezone(ZoneInfo(fuseau)).time() < FERMETURE
    )


def attend_depuis(
    rappel_le: date, fuseau: str, *, relance_le: date | None, sommeil: date | None, modifie_le: datetime
) -> datetime:
    """Since when a reminder that is still due could have been written, in its person's zone.

    One mail a day, from OUVERTURE on: a day on which she was written to counts for the next one; so does
    one whose decent hours were over when the date was entered.
    """
    zone = ZoneInfo(fuseau)
    jour = max(rappel_le, sommeil or rappel_le)
    if relance_le is not None:
        jour = max(jour, relance_le + timedelta(days=1))
    entree = modifie_le.astimezone(zone)
    jour = max(jour, entree.date() + timedelta(days=entree.time() >= FERMETURE))
    return max(datetime.combine(jour, OUVERTURE, tzinfo=zone), modifie_le)


def lundi(jour: date) -> date:
    """The Monday of that day's week."""
    return jour - timedelta(days=(jour.weekday() - LUNDI) % 7)


def quand(le: date, jour: date) -> Quand:
    """Where the date stands, seen from `jour`."""
    if le < jour:
        return Quand.RETARD
    if le == jour:
        return Quand.AUJOURD_HUI
    return Quand.SEMAINE if le <= jour + HORIZON else Quand.PLUS_TARD


def delai(le: date, jour: date) -> str:
    """« en retard de 3 jours », « aujourd’hui », « demain », « dans 5 jours »."""
    jours = (le - jour).days
    if jours < 0:
        return f"en retard de {-jours} {accorder(jours, 'jour,jours')}"
    if jours < 2:
        return ("aujourd’hui", "demain")[jours]
    return f"dans {jours} jours"


def objet(quands: Sequence[Quand]) -> str:
    """The subject of a mail that lists dates standing so: late first."""
    retards, jour = quands.count(Quand.RETARD), quands.count(Quand.AUJOURD_HUI)
    autres = len(quands) - retards - jour
    parties = [
        f"{retards} en retard" if retards else "",
        f"{jour} pour aujourd’hui" if jour else "",
        f"{autres} à venir" if autres else "",
    ]
    nombre = f"{len(quands)} {accorder(len(quands), 'échéance,échéances')}"
    return f"{nombre} : {', '.join(p for p in parties if p)}"
