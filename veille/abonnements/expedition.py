"""The sending itself: batches claimed, one kept connection, one write to the database per message.

The order of things makes the promise. A copy is marked `en_vol`, and that is committed, before a byte of
it is given to the server; the same statement records the outcome of the one before. Whatever happens to
the worker, the database then shows at most one copy of which nobody knows whether it left.

A worker holds a *place* while it sends: see `places.py`.
"""

import logging
import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import parseaddr

from django.conf import settings
from django.core.mail.message import sanitize_address
from django.db import DatabaseError, connection, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from communs.courrier.remise import Differe, Incertain, Injoignable, Liaison, Refuse
from veille.abonnements.enums import A_FAIRE, EtatEnvoi, EtatRemise
from veille.abonnements.models import Abonne, Envoi, Remise
from veille.abonnements.places import une_place
from veille.abonnements.rebuts import compter_un_rebut
from veille.abonnements.rendu import Modele
from veille.enums import EtatNumero
from veille.models import Numero

journal = logging.getLogger(__name__)

LOT = 50
# A run ends after this, so that the mails people wait for pass between two (seconds).
DUREE = 15.0
# After the server went away so many times in a row; the last one for all that follow.
REPRISES = tuple(timedelta(seconds=s) for s in (15, 60, 300, 900, 3600))
# Between two tries at one address that the server puts off.
ATTENTES = tuple(timedelta(minutes=m) for m in (5, 30, 120, 360, 720))
# The server refuses the message itself, whoever it is for, so many times in a row: the envoi is paused.
REFUS_DU_MESSAGE_MAX = 5
MODELES_MAX = 200  # choices of themes kept rendered

_PASSER = """
WITH finie AS (
    UPDATE veille_remise SET etat = %(issue)s, erreur = %(erreur)s, place = NULL, essais = essais + %(essai)s,
        fini_le = CASE WHEN %(issue)s = 'a_envoyer' THEN NULL ELSE now() END,
        prochain_essai_le = %(prochain)s
    WHERE id = %(finie)s AND etat = 'en_vol' AND place = %(place)s
)
UPDATE veille_remise SET etat = 'en_vol' WHERE id = %(suivante)s AND etat = 'reclame' AND place = %(place)s
"""


IMPOSSIBLE = "Ce numéro n’a pas pu être écrit en courriel : la cause est dans le journal du serveur."


@dataclass
class _Issue:
    """What became of the copy in flight, to be written with the next mark."""

    remise: int
    etat: EtatRemise
    erreur: str = ""
    prochain: datetime | None = None
    essai: int = 1


@dataclass
class _Tournee:
    """One run of one worker for one envoi."""

    envoi: Envoi
    place: int
    fin: float
    expediteur: str
    liaison: Liaison = field(default_factory=Liaison)
    modeles: dict[frozenset[int], Modele] = field(default_factory=dict)
    issue: _Issue | None = None
    remis: int = 0
    refusees: list[int] = field(default_factory=list)  # in a row, for the message itself
    debut: float = field(default_factory=time.monotonic)


class _Arret(Exception):
    """The server is away: no use in going on."""


def expedier(pk: int, duree: float = DUREE) -> bool:
    """Send copies of this envoi for so many seconds; True when some remain that could leave now."""
    envoi = Envoi.objects.a_faire().filter(pk=pk).first()
    if envoi is None:
        return False
    with une_place(envoi) as place:
        if place is None:
            return False
        tournee = _Tournee(envoi, place, time.monotonic() + duree, parseaddr(settings.DEFAULT_FROM_EMAIL)[1])
        with tournee.liaison:
            try:
                while time.monotonic() < tournee.fin and _permis(envoi) and _un_lot(tournee):
                    pass
            except _Arret:
                return False
    _conclure(envoi)
    return Envoi.objects.a_faire().filter(pk=pk).exists() and _a_envoyer(envoi).exists()


def _permis(envoi: Envoi) -> bool:
    """Neither paused nor unpublished since."""
    envoi.refresh_from_db(fields=["etat"])
    if envoi.etat != EtatEnvoi.EN_COURS:
        return False
    if Numero.objects.filter(pk=envoi.numero_id, etat=EtatNumero.PUBLIE).exists():
        return True
    Envoi.objects.filter(pk=envoi.pk, etat=EtatEnvoi.EN_COURS).update(
        etat=EtatEnvoi.EN_PAUSE, erreur="Le numéro n’est plus publié."
    )
    return False


def _a_envoyer(envoi: Envoi) -> QuerySet[Remise]:
    return Remise.objects.filter(envoi=envoi, etat=EtatRemise.A_ENVOYER).filter(
        Q(prochain_essai_le=None) | Q(prochain_essai_le__lte=timezone.now())
    )


def _un_lot(tournee: _Tournee) -> bool:
    """Claim a batch, commit, send it; False when nothing was left to claim."""
    remises = _reclamer(tournee)
    if not remises:
        return False
    abonnes = _destinataires(tournee.envoi, remises)
    partis = [pk for pk, abonne in remises if abonne not in abonnes]
    if partis:
        Remise.objects.filter(pk__in=partis, etat=EtatRemise.RECLAME).update(
            etat=EtatRemise.ANNULE, place=None, fini_le=timezone.now()
        )
    for pk, cle in remises:
        if cle in abonnes:
            if time.monotonic() > tournee.fin:
                break
            _une_copie(tournee, pk, abonnes[cle])
    _noter(tournee, None)
    _rendre_le_reste(tournee)
    return True


def _reclamer(tournee: _Tournee) -> list[tuple[int, int | None]]:
    taille = (
        LOT if not settings.VIGIE_ENVOIS_PAR_MINUTE else min(LOT, settings.VIGIE_ENVOIS_PAR_MINUTE // 30 or 1)
    )
    with transaction.atomic(durable=True):
        lignes = _a_envoyer(tournee.envoi).select_for_update(skip_locked=True).order_by("pk")
        remises: list[tuple[int, int | None]] = list(lignes.values_list("pk", "abonne_id")[:taille])
        Remise.objects.filter(pk__in=[pk for pk, _ in remises]).update(
            etat=EtatRemise.RECLAME, place=tournee.place
        )
    if remises:
        Envoi.objects.filter(pk=tournee.envoi.pk, commence_le=None).update(commence_le=timezone.now())
    return remises


def _destinataires(envoi: Envoi, remises: list[tuple[int, int | None]]) -> dict[int, Abonne]:
    """Those of the batch who still want it."""
    voulus = Abonne.objects.actifs().filter(bulletins=envoi.numero.bulletin_id).prefetch_related("themes")
    return voulus.in_bulk([cle for _, cle in remises if cle is not None])


def _une_copie(tournee: _Tournee, pk: int, abonne: Abonne) -> None:
    """Mark it, hand it over, keep what became of it for the next mark."""
    try:
        adresse = sanitize_address(abonne.email, "utf-8")
    except ValueError:  # a domain that no mail can be sent to
        Remise.objects.filter(pk=pk, etat=EtatRemise.RECLAME).update(
            etat=EtatRemise.REFUSE, place=None, fini_le=timezone.now(), erreur="Adresse impossible."
        )
        compter_un_rebut(abonne.pk)
        return
    octets = _composer(tournee, abonne, pk)
    _attendre_son_tour(tournee)
    if not _noter(tournee, pk):
        return  # settled meanwhile by somebody else: not ours any more
    try:
        _remettre(tournee.liaison, tournee.expediteur, adresse, octets)
    except Injoignable as erreur:
        # Cut while this address was being told: it may be the cause, and the next run begins with another.
        raison = _sans(abonne, str(erreur))
        tournee.issue = (
            _differer(pk, raison) if erreur.en_dialogue else _Issue(pk, EtatRemise.A_ENVOYER, essai=0)
        )
        _noter(tournee, None)
        _patienter(tournee.envoi, str(erreur))
        raise _Arret from erreur
    except Differe as erreur:
        tournee.issue = _differer(pk, _sans(abonne, str(erreur)))
    except Refuse as erreur:
        tournee.issue = _Issue(pk, EtatRemise.REFUSE, _sans(abonne, str(erreur)))
        _refuser(tournee, pk, abonne, erreur)
    except Incertain as erreur:
        tournee.issue = _Issue(pk, EtatRemise.INCERTAIN, _sans(abonne, str(erreur)))
    else:
        tournee.issue = _Issue(pk, EtatRemise.ENVOYE)
        tournee.refusees.clear()
    tournee.remis += 1


def _composer(tournee: _Tournee, abonne: Abonne, pk: int) -> bytes:
    """Her copy. What cannot be written as a mail is nobody's address: the envoi stops, and says so."""
    try:
        return _modele(tournee, abonne).octets(abonne, pk)
    except DatabaseError:
        raise
    except Exception as erreur:
        journal.exception("Envoi %s : le courriel n’a pas pu être composé", tournee.envoi.pk)
        _arreter(tournee, IMPOSSIBLE)
        raise _Arret from erreur


def _refuser(tournee: _Tournee, pk: int, abonne: Abonne, erreur: Refuse) -> None:
    """An address refused counts against its subscription, a message refused against the envoi.

    The fault of the message is not that of those for whom it was tried: they wait with the others.
    """
    if erreur.adresse:
        compter_un_rebut(abonne.pk)
        return
    tournee.refusees.append(pk)
    if len(tournee.refusees) >= REFUS_DU_MESSAGE_MAX:
        _arreter(tournee, f"Le serveur refuse ce message, quel que soit le destinataire. {erreur}")
        Remise.objects.filter(pk__in=tournee.refusees, etat=EtatRemise.REFUSE).update(
            etat=EtatRemise.A_ENVOYER, erreur="", fini_le=None, essais=0
        )
        raise _Arret from erreur


def _arreter(tournee: _Tournee, raison: str) -> None:
    """Pause the envoi, once the outcome of the last copy is written."""
    _noter(tournee, None)
    Envoi.objects.filter(pk=tournee.envoi.pk, etat=EtatEnvoi.EN_COURS).update(
        etat=EtatEnvoi.EN_PAUSE, erreur=raison[:500]
    )


def _remettre(liaison: Liaison, expediteur: str, destinataire: str, octets: bytes) -> None:
    """A server that closes a connection that served well is asked again at once, on another."""
    neuve = liaison.remis == 0
    try:
        liaison.remettre(expediteur, destinataire, octets)
    except Injoignable:
        if neuve:
            raise
        liaison.remis = 0
        liaison.remettre(expediteur, destinataire, octets)


def _noter(tournee: _Tournee, suivante: int | None) -> bool:
    """One statement, one commit: the outcome of the last copy and the mark of the next one."""
    issue, tournee.issue = tournee.issue, None
    if issue is None and suivante is None:
        return False
    with connection.cursor() as curseur:
        curseur.execute(
            _PASSER,
            {
                "finie": issue.remise if issue else 0,
                "issue": issue.etat.value if issue else EtatRemise.ENVOYE.value,
                "erreur": issue.erreur if issue else "",
                "prochain": issue.prochain if issue else None,
                "essai": issue.essai if issue else 0,
                "suivante": suivante or 0,
                "place": tournee.place,
            },
        )
        return curseur.rowcount == 1


def _differer(pk: int, raison: str) -> _Issue:
    essais = Remise.objects.values_list("essais", flat=True).get(pk=pk)
    if essais >= len(ATTENTES):
        return _Issue(pk, EtatRemise.ABANDONNE, raison)
    return _Issue(pk, EtatRemise.A_ENVOYER, raison, timezone.now() + ATTENTES[essais])


def _rendre_le_reste(tournee: _Tournee) -> None:
    Remise.objects.filter(envoi=tournee.envoi, place=tournee.place, etat=EtatRemise.RECLAME).update(
        etat=EtatRemise.A_ENVOYER, place=None
    )


def _patienter(envoi: Envoi, raison: str) -> None:
    echecs = Envoi.objects.values_list("echecs", flat=True).get(pk=envoi.pk)
    Envoi.objects.filter(pk=envoi.pk).update(
        echecs=F("echecs") + 1,
        reprise_le=timezone.now() + REPRISES[min(echecs, len(REPRISES) - 1)],
        erreur=raison[:500],
    )
    journal.warning("Envoi %s : %s", envoi.pk, raison)


def _modele(tournee: _Tournee, abonne: Abonne) -> Modele:
    themes = list(abonne.themes.all())
    cle = frozenset(theme.pk for theme in themes)
    if cle not in tournee.modeles:
        if len(tournee.modeles) >= MODELES_MAX:
            tournee.modeles.pop(next(iter(tournee.modeles)))
        numero = Numero.objects.entiers().get(pk=tournee.envoi.numero_id)
        tournee.modeles[cle] = Modele(numero, themes)
    return tournee.modeles[cle]


def _attendre_son_tour(tournee: _Tournee) -> None:
    """Not more than so many messages a minute, all places together."""
    if settings.VIGIE_ENVOIS_PAR_MINUTE:
        rythme = 60 * settings.VIGIE_ENVOIS_PARALLELES / settings.VIGIE_ENVOIS_PAR_MINUTE
        reste = tournee.debut + tournee.remis * rythme - time.monotonic()
        if reste > 0:
            _noter(tournee, None)
            time.sleep(reste)


def _sans(abonne: Abonne, raison: str) -> str:
    """Servers repeat the address in their answer; it is kept nowhere else than in its column."""
    return raison.replace(abonne.email, "(destinataire)")[:300]


def _conclure(envoi: Envoi) -> None:
    """Finished once no copy waits any more. The server answered: its absences are forgotten."""
    Envoi.objects.filter(pk=envoi.pk, echecs__gt=0).update(echecs=0, reprise_le=None, erreur="")
    with transaction.atomic():
        verrouille = Envoi.objects.select_for_update().filter(pk=envoi.pk, etat=EtatEnvoi.EN_COURS).first()
        if verrouille and not Remise.objects.filter(envoi=envoi, etat__in=A_FAIRE).exists():
            verrouille.etat, verrouille.termine_le = EtatEnvoi.TERMINE, timezone.now()
            verrouille.save(update_fields=["etat", "termine_le"])
