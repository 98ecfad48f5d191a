"""Refusals: those of the server at once, and those that come back later as delivery reports."""

from email import message_from_bytes
from email.message import Message
from email.policy import compat32
from re import search
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from veille.abonnements.enums import EtatRemise
from veille.abonnements.jetons import lire_remise
from veille.abonnements.models import Abonne, Remise

SEUIL = 3  # refusals in a row, then nothing more is sent


class RapportIllisible(ValueError):
    """Not a delivery report, or not about a mail of ours; the message says which, in French."""


def compter_un_rebut(abonne: int) -> None:
    """One more refusal; at the threshold, the subscription is suspended."""
    siens = Abonne.objects.filter(pk=abonne)
    siens.update(rebuts=F("rebuts") + 1)
    siens.filter(rebuts__gte=SEUIL, suspendu_le=None).update(suspendu_le=timezone.now())


def lire_rapport(octets: bytes) -> str:
    """Record a delivery report (RFC 3464); return what was done, in French. RapportIllisible otherwise.

    It must give back the Message-ID that we signed: nobody suspends somebody else's subscription.
    """
    message = message_from_bytes(octets, policy=compat32)
    avis = _avis(message)
    pk = _remise(message)
    if avis is None:
        return "Rien à retenir : le rapport n’annonce pas un refus définitif."
    return _refuser(pk, avis)


def _avis(message: Message) -> str | None:
    """Why the mail was refused for good; None for a delay or a success."""
    champs = [
        bloc
        for partie in message.walk()
        if partie.get_content_type() == "message/delivery-status"
        for bloc in partie.walk()
        if bloc["Action"]
    ]
    if not champs:
        raise RapportIllisible("Ce message n’est pas un rapport de remise (message/delivery-status).")
    for bloc in champs:
        statut = str(bloc["Status"] or "5.0.0").strip()
        if str(bloc["Action"]).strip().lower() == "failed" and not statut.startswith("4"):
            return f"Rapport de remise : {statut.split(' ')[0]}"[:300]
    return None


def _remise(message: Message) -> int:
    for partie in message.walk():
        if partie.get_content_type() in ("message/rfc822", "text/rfc822-headers", "message/rfc822-headers"):
            contenu: Any = partie.get_payload()
            texte = str(contenu[0]["Message-ID"] if isinstance(contenu, list) else contenu)
            trouve = search(r"veille\.([0-9]+\.[A-Za-z0-9_-]+)@", texte)
            pk = lire_remise(trouve[1]) if trouve else None
            if pk is not None:
                return pk
    raise RapportIllisible("Ce rapport ne parle d’aucun envoi de la veille.")


@transaction.atomic
def _refuser(pk: int, raison: str) -> str:
    remise = Remise.objects.select_for_update().filter(pk=pk).first()
    if remise is None:
        return "Rien à retenir : cet envoi n’est plus connu."
    if remise.etat not in (EtatRemise.ENVOYE, EtatRemise.INCERTAIN):
        return "Rien à retenir : ce refus est déjà compté."
    remise.etat, remise.erreur = EtatRemise.REFUSE, raison
    remise.save(update_fields=["etat", "erreur"])
    if remise.abonne_id:
        compter_un_rebut(remise.abonne_id)
    return "Refus compté."
