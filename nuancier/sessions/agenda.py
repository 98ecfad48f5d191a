"""The days of a session for a calendar program (RFC 5545)."""

from django.conf import settings
from icalendar import Calendar, Event

from nuancier.sessions.calculs import instant
from nuancier.sessions.models import Session


def en_ical(session: Session, adresse: str) -> bytes:
    """One event per day; a cancelled session says so. Nothing depends on the moment it is asked for."""
    hote = settings.VIGIE_ADRESSE.partition("://")[2].partition(":")[0]
    fuseau = session.collectivite.fuseau
    agenda = Calendar()
    agenda.add("prodid", "-//Vigie//Sessions//FR")
    agenda.add("version", "2.0")
    agenda.add("method", "PUBLISH")
    agenda.add("x-wr-calname", session.titre)
    for jour in session.jours.all():
        evenement = Event()
        evenement.add("uid", f"{jour.uuid}@{hote}")
        evenement.add("dtstamp", (session.ouverte_le or session.cree_le).replace(microsecond=0))
        evenement.add("sequence", session.version)
        evenement.add("dtstart", instant(jour.le, jour.debut, fuseau))
        evenement.add("dtend", instant(jour.le, jour.fin, fuseau))
        evenement.add("summary", session.titre)
        evenement.add("location", session.lieu)
        evenement.add("description", session.acces)
        evenement.add("url", adresse)
        evenement.add("status", "CANCELLED" if session.annulee else "CONFIRMED")
        agenda.add_component(evenement)
    return agenda.to_ical()
