"""What waits for a person, ready to be shown: the page, the block of other screens, the calendar."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from icalendar import Calendar, Event

from communs.collectivites.identite import Identite
from communs.dossiers.genres import Attente
from communs.dossiers.models import Dossier
from communs.echeances.calculs import attend_depuis, aujourd_hui, delai, quand
from communs.echeances.enums import Quand, Rythme
from communs.echeances.jetons import jeton_de_sommeil
from communs.echeances.models import Calendrier, Destinataire, Echeance
from communs.echeances.querysets import ZONE, EcheanceQuerySet

# How long what is done stays in a calendar.
GARDE_FAITES = timedelta(days=90)
CALENDRIER_MAX = 5000
RAPPELS_REGARDES = 1000  # by the health page


def age_du_plus_ancien_rappel(maintenant: datetime | None = None) -> float:
    """Seconds for which the oldest due daily reminder has waited to be written; 0 when none does.

    Weekly ones wait on purpose. The oldest dates are looked at, not all: two queries.
    """
    maintenant = maintenant or timezone.now()
    dues = Echeance.objects.dues(maintenant) & Echeance.objects.a_dire(maintenant)
    lignes = list(
        dues.order_by("rappel_le", "pk").values_list(
            "rappel_le", "sommeil_jusqu_au", "modifie_le", ZONE, "responsable__compte", "responsable__email"
        )[:RAPPELS_REGARDES]
    )
    comptes, adresses = {ligne[4] for ligne in lignes} - {None}, {ligne[5] for ligne in lignes} - {""}
    siens = Destinataire.objects.filter(
        Q(compte__in=comptes) | Q(email__in=adresses) | Q(compte__email__in=adresses)
    )
    connus: dict[int | str | None, Destinataire] = {}
    for qui in siens.select_related("compte").order_by("pk"):
        connus |= {qui.compte_id: qui, str(qui): qui}
    debuts = []
    for rappel_le, sommeil, modifie_le, zone, compte, email in lignes:
        qui = connus.get(compte or email) or Destinataire(fuseau=zone)
        if qui.rythme == Rythme.QUOTIDIEN:
            debuts.append(
                attend_depuis(
                    rappel_le,
                    qui.fuseau,
                    relance_le=qui.relance_le,
                    sommeil=sommeil,
                    modifie_le=modifie_le,
                )
            )
    return max(0.0, (maintenant - min(debuts)).total_seconds()) if debuts else 0.0


@dataclass(frozen=True)
class Ligne:
    """An échéance as a list shows it. `jeton` opens the page that puts its reminder off."""

    echeance: Echeance
    quand: Quand
    delai: str
    jeton: str
    endormie: bool


def ligne(echeance: Echeance, maintenant: datetime) -> Ligne:
    jour = aujourd_hui(maintenant, echeance.dossier.collectivite.fuseau)
    jeton = jeton_de_sommeil(echeance.uuid, echeance.responsable.uuid) if echeance.responsable else ""
    endormie = echeance.sommeil_jusqu_au is not None and echeance.sommeil_jusqu_au > jour
    return Ligne(echeance, quand(echeance.le, jour), delai(echeance.le, jour), jeton, endormie)


def groupes(echeances: Iterable[Echeance], maintenant: datetime) -> list[tuple[Quand, list[Ligne]]]:
    """Late, today, within seven days, later; each in the order it came."""
    lignes = [ligne(e, maintenant) for e in echeances]
    rangees = [(q, [x for x in lignes if x.quand == q and not x.echeance.faite_le]) for q in Quand]
    return [(q, siennes) for q, siennes in rangees if siennes]


def filtrer(
    echeances: EcheanceQuerySet, *, q: Quand | None, dossier: Dossier | None, maintenant: datetime
) -> EcheanceQuerySet:
    """Only those that stand so, and of this dossier."""
    if dossier is not None:
        echeances = echeances.filter(dossier=dossier)
    if q == Quand.RETARD:
        return echeances.selon_le_jour(maintenant, "le", -1)
    if q == Quand.AUJOURD_HUI:
        return echeances.selon_le_jour(maintenant, "le").apres_le_jour(maintenant, -1)
    if q == Quand.SEMAINE:
        return echeances.selon_le_jour(maintenant, "le", 7).apres_le_jour(maintenant, 0)
    if q == Quand.PLUS_TARD:
        return echeances.apres_le_jour(maintenant, 7)
    return echeances


def qui_m_attendent(
    identite: Identite, *, dossier: Dossier | None = None, maximum: int = 10
) -> list[Attente]:
    """For the block « ce qui m’attend » of any screen: what is late first. One query."""
    miennes = Echeance.objects.de(identite).a_faire().select_related("dossier__collectivite")
    if dossier is not None:
        miennes = miennes.filter(dossier=dossier)
    return [
        Attente(texte=e.libelle, adresse=e.adresse, pour_le=e.le)
        for e in miennes.order_by("le", "libelle", "pk")[:maximum]
    ]


# --- calendars ------------------------------------------------------------------------------------


def visibles_dans(calendrier: Calendrier, maintenant: datetime) -> EcheanceQuerySet:
    """What the calendar's owner may see now: her own échéances, or those of the dossier."""
    identite = Identite(calendrier.compte)
    if calendrier.dossier is not None:
        echeances = Echeance.objects.visibles_par(identite).filter(dossier=calendrier.dossier)
    else:
        echeances = Echeance.objects.de(identite)
    return (
        echeances.exclude(faite_le__lt=maintenant - GARDE_FAITES)
        .avec_dossier()
        .order_by("le", "pk")[:CALENDRIER_MAX]
    )


def en_ical(calendrier: Calendrier, maintenant: datetime) -> bytes:
    """The calendar as RFC 5545 says: one all-day event per date, its UID never changing.

    Nothing in it depends on the moment it is asked for: the same content has the same bytes.
    """
    hote = settings.VIGIE_ADRESSE.partition("://")[2].partition(":")[0]
    titre = calendrier.dossier.titre if calendrier.dossier else "Ce qui m’attend"
    agenda = Calendar()
    agenda.add("prodid", "-//Vigie//Echeances//FR")
    agenda.add("version", "2.0")
    agenda.add("method", "PUBLISH")
    agenda.add("x-wr-calname", f"Vigie : {titre}")
    agenda.add("refresh-interval", timedelta(hours=4), {"value": "DURATION"})
    agenda.add("x-published-ttl", "PT4H")
    for echeance in visibles_dans(calendrier, maintenant):
        agenda.add_component(_evenement(echeance, hote))
    return agenda.to_ical()


def _evenement(echeance: Echeance, hote: str) -> Event:
    le: date = echeance.le
    evenement = Event()
    evenement.add("uid", f"{echeance.uuid}@{hote}")
    evenement.add("dtstamp", echeance.modifie_le.replace(microsecond=0))
    evenement.add("last-modified", echeance.modifie_le.replace(microsecond=0))
    evenement.add("dtstart", le)
    evenement.add("dtend", le + timedelta(days=1))
    evenement.add("summary", f"Fait : {echeance.libelle}" if echeance.faite_le else echeance.libelle)
    evenement.add("description", echeance.dossier.titre)
    evenement.add("categories", [echeance.dossier.titre])
    evenement.add("url", settings.VIGIE_ADRESSE + echeance.adresse)
    evenement.add("transp", "TRANSPARENT")
    return evenement
