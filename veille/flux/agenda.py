"""The agenda: for people by date, for calendar programs as RFC 5545 says."""

import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any, cast
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce
from icalendar import Calendar, Event, Timezone

from communs.web.markdown import en_texte
from veille.enums import EtatNumero, GenreRendezVous
from veille.flux.textes import absolue, propre
from veille.models import RendezVous

GENRE = "text/calendar; charset=utf-8"
PARIS = ZoneInfo("Europe/Paris")
ENTREES = 2000  # a program reads its whole calendar each time
RETIRE = "Rendez-vous retiré"
# The rule of the European Union since 1996. The library would list every change of hour, one hour late.
_FUSEAU = """\
BEGIN:VTIMEZONE
TZID:Europe/Paris
BEGIN:DAYLIGHT
DTSTART:19960331T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
"""


def publics() -> QuerySet[Any]:
    """The entries that the public reads, each with its issue; `le` is the day they are sorted by."""
    return (
        RendezVous.objects.filter(numero__etat=EtatNumero.PUBLIE, numero__supprime_le=None)
        .select_related("numero__bulletin")
        .annotate(le=Coalesce("debut", "fin"), jusqu_au=Coalesce("fin", "debut"))
    )


def a_venir(jour: date) -> QuerySet[Any]:
    """Those not over on this day, the next one first."""
    return publics().filter(jusqu_au__gte=jour).order_by("le", "heure_debut", "pk")


def passes(jour: date) -> QuerySet[Any]:
    """Those that are over, the latest first."""
    return publics().filter(jusqu_au__lt=jour).order_by("-le", "-pk")


def pour_les_agendas(**ou: Any) -> QuerySet[RendezVous]:
    """Those of published issues, and those that programs must strike out: their issue was taken back."""
    return (
        RendezVous.objects.filter(
            Q(numero__etat=EtatNumero.PUBLIE, numero__supprime_le=None) | Q(numero__etat=EtatNumero.DEPUBLIE),
            **ou,
        )
        .select_related("numero__bulletin")
        .annotate(le=Coalesce("debut", "fin"))
        .order_by("-le", "pk")[:ENTREES]
    )


def adresse_d_abonnement(chemin: str) -> str:
    """The address that a calendar program opens by itself, to follow it."""
    return "webcal://" + absolue(chemin).partition("://")[2]


def en_ical(titre: str, entrees: Iterable[RendezVous]) -> bytes:
    """The calendar of these entries. The same content has the same bytes, whenever it is asked for."""
    agenda = Calendar()
    agenda.add("prodid", "-//Vigie//Veille//FR")
    agenda.add("version", "2.0")
    agenda.add("method", "PUBLISH")
    agenda.add("name", _propre(titre))
    agenda.add("x-wr-calname", _propre(titre))
    agenda.add("x-wr-timezone", "Europe/Paris")
    agenda.add("refresh-interval", timedelta(hours=4), {"value": "DURATION"})
    agenda.add("x-published-ttl", "PT4H")
    evenements = [
        _retire(entree) if entree.numero.etat == EtatNumero.DEPUBLIE else _evenement(entree)
        for entree in entrees
    ]
    if any(isinstance(evenement.start, datetime) for evenement in evenements):
        agenda.add_component(Timezone.from_ical(_FUSEAU))
    for evenement in evenements:
        agenda.add_component(evenement)
    return agenda.to_ical()


def _propre(texte: str) -> str:
    """The text as calendars hold it: whatever ends a line is one line break, which the library escapes."""
    return re.sub(r"\r\n?|[\x85\u2028\u2029]", "\n", propre(texte))


def _dernier(une: datetime | None, modifie_le: datetime) -> datetime:
    return max(une, modifie_le) if une else modifie_le


def _base(entree: RendezVous, sequence: int, modifie_le: datetime) -> Event:
    """What tells the entry from the others, and where it stands. The UID names no host: those change."""
    evenement = Event()
    evenement.add("uid", str(entree.uuid))
    evenement.add("sequence", sequence)
    evenement.add("dtstamp", modifie_le.replace(microsecond=0))
    evenement.add("last-modified", modifie_le.replace(microsecond=0))
    debut, fin = bornes(entree)
    evenement.add("dtstart", debut)
    if fin is not None:
        evenement.add("dtend", fin)
    return evenement


def _retire(entree: RendezVous) -> Event:
    """An entry whose issue was taken back: struck out, and nothing of what it said."""
    evenement = _base(entree, entree.sequence + 1, _dernier(entree.numero.depublie_le, entree.modifie_le))
    evenement.add("summary", RETIRE)
    evenement.add("status", "CANCELLED")
    evenement.add("transp", "TRANSPARENT")
    return evenement


def _evenement(entree: RendezVous) -> Event:
    echeance = entree.genre == GenreRendezVous.ECHEANCE
    evenement = _base(entree, entree.sequence, _dernier(entree.numero.publie_le, entree.modifie_le))
    evenement.add(
        "summary",
        _propre(f"Date limite\N{NO-BREAK SPACE}: {entree.titre}" if echeance else entree.titre),
    )
    evenement.add("status", "CANCELLED" if entree.annule_le else "CONFIRMED")
    evenement.add("transp", "TRANSPARENT" if echeance or entree.annule_le else "OPAQUE")
    evenement.add("categories", [_propre(entree.numero.bulletin.nom)])
    description = _description(entree)
    if description:
        evenement.add("description", description)
    if entree.lieu:
        evenement.add("location", _propre(entree.lieu))
    evenement.add("url", _propre(entree.adresse) or absolue(entree.numero.get_absolute_url()))
    return evenement


def bornes(entree: RendezVous) -> tuple[date, date | None]:
    """Start, and end that is not part of it; None when nobody said when it ends.

    Whole days unless the entry has an hour to begin; a deadline is its whole day. An hour to end that comes
    no later than the one to begin, on the same day, is of the next day.
    """
    premier = cast(date, entree.debut or entree.fin)  # the database wants one of them
    dernier = entree.fin or premier
    if entree.heure_debut is None or entree.genre == GenreRendezVous.ECHEANCE:
        return premier, dernier + timedelta(days=1)
    debut = datetime.combine(premier, entree.heure_debut, PARIS)
    if entree.heure_fin is not None:
        if dernier == premier and entree.heure_fin <= entree.heure_debut:
            dernier += timedelta(days=1)
        return debut, datetime.combine(dernier, entree.heure_fin, PARIS)
    if dernier > premier:
        return debut, datetime.combine(dernier + timedelta(days=1), time(), PARIS)
    return debut, None


def _description(entree: RendezVous) -> str:
    """Everything that a calendar has no field for."""
    inscription = " ".join(m for m in (entree.inscription, entree.inscription_adresse) if m)
    blocs = [
        en_texte(entree.texte),
        _ligne("Avant", f"{entree.heure_fin:%H:%M}" if entree.heure_fin and not entree.debut else ""),
        _ligne("Avec", ", ".join(entree.organisateurs)),
        _ligne("Inscription", inscription),
        _ligne("Annoncé dans", f"{entree.numero}, {absolue(entree.numero.get_absolute_url())}"),
    ]
    return _propre("\n".join(bloc for bloc in blocs if bloc))


def _ligne(quoi: str, texte: str) -> str:
    return f"{quoi}\N{NO-BREAK SPACE}: {texte}" if texte else ""
