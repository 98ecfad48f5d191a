"""The conclave for a calendar program (RFC 5545): one event, whose UID never changes."""

from datetime import datetime, timedelta

from django.conf import settings
from icalendar import Calendar, Event

from eclaireurs.evaluation.conclave.enums import DEHORS
from eclaireurs.evaluation.conclave.models import Convocation

DUREE = timedelta(hours=7)  # when nobody said when it ends


def en_ical(convocation: Convocation) -> bytes:
    """Nothing depends on the moment it is asked for; who does not come gets a cancelled event."""
    conclave = convocation.conclave
    hote = settings.VIGIE_ADRESSE.partition("://")[2].partition(":")[0]
    agenda = Calendar()
    agenda.add("prodid", "-//Vigie//Conclave//FR")
    agenda.add("version", "2.0")
    agenda.add("method", "PUBLISH")
    evenement = Event()
    evenement.add("uid", f"{convocation.uuid}@{hote}")
    evenement.add("dtstamp", convocation.convoquee_le.replace(microsecond=0))
    evenement.add("sequence", conclave.version)
    debut = conclave.quand
    if debut is not None and conclave.le is not None:
        fin = conclave.fin
        evenement.add("dtstart", debut)
        evenement.add(
            "dtend",
            debut + DUREE if fin is None else datetime.combine(conclave.le, fin, conclave.dossier.fuseau),
        )
    evenement.add("summary", f"Conclave des préconisations : {conclave.dossier.titre}")
    evenement.add("location", conclave.lieu)
    evenement.add("description", conclave.acces)
    evenement.add("url", settings.VIGIE_ADRESSE + convocation.adresse_secrete)
    evenement.add("status", "CANCELLED" if convocation.reponse in DEHORS else "CONFIRMED")
    agenda.add_component(evenement)
    return agenda.to_ical()
