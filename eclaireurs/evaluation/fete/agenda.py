"""The day as an iCalendar file: the fête, and the sessions of whoever asks for it."""

from datetime import UTC, time

from django.conf import settings
from django.utils import timezone
from icalendar import Calendar, Event

from eclaireurs.evaluation.fete.lecture import Programme
from eclaireurs.evaluation.fete.models import Atelier, Fete


def ecrire(fete: Fete, programme: Programme) -> bytes:
    """RFC 5545. Hours bear the zone of the collectivité, as instants."""
    calendrier = Calendar()
    calendrier.add("prodid", "-//Vigie//Fête de l’évaluation//FR")
    calendrier.add("version", "2.0")
    calendrier.add("method", "PUBLISH")
    calendrier.add_component(_evenement(fete, fete, str(fete), fete.debut, fete.fin, fete.lieu))
    for rang in programme.tenus:
        atelier = rang.atelier
        if rang.j_y_suis and atelier.creneau is not None and atelier.salle is not None:
            creneau, lieu = atelier.creneau, f"{atelier.salle.nom}, {fete.lieu}"
            calendrier.add_component(
                _evenement(fete, atelier, atelier.titre, creneau.debut, creneau.fin, lieu)
            )
    return calendrier.to_ical()


def _evenement(fete: Fete, objet: Fete | Atelier, titre: str, debut: time, fin: time, lieu: str) -> Event:
    hote = settings.VIGIE_ADRESSE.partition("://")[2].partition(":")[0]
    evenement = Event()
    evenement.add("uid", f"{objet.uuid}@{hote}")
    evenement.add("dtstamp", timezone.now().replace(microsecond=0))
    evenement.add("sequence", objet.version)
    evenement.add("dtstart", fete.instant(debut).astimezone(UTC))
    evenement.add("dtend", fete.instant(fin).astimezone(UTC))
    evenement.add("summary", titre)
    evenement.add("location", lieu)
    evenement.add("url", settings.VIGIE_ADRESSE + fete.get_absolute_url())
    return evenement
