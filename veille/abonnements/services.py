"""Subscribing, confirming, choosing, leaving, being forgotten."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from communs.courrier import services as courrier
from communs.etats.services import verrouiller
from veille.abonnements.enums import EtatRemise
from veille.abonnements.jetons import adresse, jeton_de_confirmation, jeton_de_preferences
from veille.abonnements.models import Abonne, Remise
from veille.abonnements.querysets import DELAI_DE_CONFIRMATION
from veille.notices.models import Theme
from veille.numeros.models import Bulletin

# The text that people agree to, and its version: a new text is a new version.
CONSENTEMENT = (
    "J’accepte de recevoir par courriel les numéros des bulletins choisis. Mon adresse ne sert qu’à cela, "
    "n’est donnée à personne, et je peux me désabonner d’un clic dans chaque envoi."
)
CONSENTEMENT_VERSION = "2026-11"


class LienPerime(Exception):
    """A confirmation link that holds no more."""


@transaction.atomic
def demander(*, email: str, bulletins: Iterable[Bulletin], themes: Iterable[Theme]) -> None:
    """Write to this address how to confirm. Nobody learns by this whether it was already known.

    Somebody already subscribed receives the link to the preferences instead: whoever typed the address
    proved nothing, and changes nothing.
    """
    email = email.strip().lower()
    abonne = _obtenir(email)
    if abonne.actif:
        courrier.poster_gabarit(
            "veille/abonnements/courriels/deja",
            {"lien": adresse("preferences", jeton_de_preferences(abonne.uuid))},
            destinataire=email,
            corps_ephemere=True,
        )
        return
    abonne.demande_le = timezone.now()
    abonne.consentement_version = CONSENTEMENT_VERSION
    abonne.save(update_fields=["demande_le", "consentement_version"])
    abonne.bulletins.set(bulletins)
    abonne.themes.set(themes)
    courrier.poster_gabarit(
        "veille/abonnements/courriels/confirmation",
        {
            "lien": adresse("confirmer", jeton_de_confirmation(abonne.uuid, abonne.demande_le)),
            "bulletins": list(abonne.bulletins.all()),
            "jours": DELAI_DE_CONFIRMATION.days,
        },
        destinataire=email,
        corps_ephemere=True,
    )


def _obtenir(email: str) -> Abonne:
    """The locked row of this address, made if need be; two requests at once make one row."""
    Abonne.objects.get_or_create(email=email, defaults={"consentement_version": CONSENTEMENT_VERSION})
    return Abonne.objects.select_for_update().get(email=email)


@transaction.atomic
def confirmer(abonne: Abonne, demande: int) -> Abonne:
    """The link of the mail was followed: mails may go. Harmless a second time. LienPerime when too late."""
    abonne = verrouiller(abonne)
    maintenant = timezone.now()
    if not lien_valable(abonne, demande, maintenant):
        raise LienPerime
    if abonne.actif:
        return abonne
    abonne.confirme_le, abonne.desabonne_le, abonne.suspendu_le, abonne.rebuts = maintenant, None, None, 0
    abonne.save(update_fields=["confirme_le", "desabonne_le", "suspendu_le", "rebuts"])
    return abonne


def lien_valable(abonne: Abonne, demande: int, maintenant: datetime) -> bool:
    """The link answers the latest request, and its person has not left since."""
    return (
        int(abonne.demande_le.timestamp() * 1_000_000) == demande
        and abonne.demande_le > maintenant - DELAI_DE_CONFIRMATION
        and (abonne.desabonne_le is None or abonne.desabonne_le < abonne.demande_le)
    )


@transaction.atomic
def choisir(abonne: Abonne, *, bulletins: Iterable[Bulletin], themes: Iterable[Theme]) -> None:
    """What this subscriber receives from now on. ValidationError without any bulletin: that is leaving."""
    abonne = verrouiller(abonne)
    voulus = list(bulletins)
    if not voulus:
        raise ValidationError({"bulletins": "Choisissez un bulletin, ou désabonnez-vous."})
    abonne.bulletins.set(voulus)
    abonne.themes.set(themes)


@transaction.atomic
def quitter(abonne: Abonne, bulletin: int | None = None) -> Abonne:
    """Leave this bulletin, or all; with the last one, the subscription ends. Harmless a second time.

    Refus (410) when she has just been forgotten.
    """
    abonne = verrouiller(abonne)
    if bulletin is not None:
        abonne.bulletins.remove(bulletin)
    if bulletin is None or not abonne.bulletins.exists():
        if abonne.confirme_le is None:
            abonne.delete()
        elif abonne.desabonne_le is None:
            abonne.desabonne_le = timezone.now()
            abonne.save(update_fields=["desabonne_le"])
    return abonne


@transaction.atomic
def effacer(abonne: Abonne) -> None:
    """Forget this person: the address is nowhere any more, outbox included; counts of past issues remain."""
    Remise.objects.filter(abonne=abonne, etat=EtatRemise.A_ENVOYER).update(etat=EtatRemise.ANNULE)
    courrier.oublier(abonne.email)
    abonne.delete()


def exporter(abonne: Abonne) -> dict[str, Any]:
    """All that is known of this subscriber, for whom it concerns."""
    recus = abonne.remises.select_related("envoi__numero__bulletin").order_by("pk")
    return {
        "adresse": abonne.email,
        "bulletins": [b.nom for b in abonne.bulletins.all()],
        "themes": [t.nom for t in abonne.themes.all()],
        "demande_le": abonne.demande_le,
        "confirme_le": abonne.confirme_le,
        "desabonne_le": abonne.desabonne_le,
        "suspendu_le": abonne.suspendu_le,
        "refus_a_la_suite": abonne.rebuts,
        "texte_accepte": CONSENTEMENT if abonne.consentement_version == CONSENTEMENT_VERSION else "",
        "version_du_texte_accepte": abonne.consentement_version,
        "envois": [
            {"numero": str(r.envoi.numero), "etat": r.get_etat_display(), "le": r.fini_le} for r in recus
        ],
    }


def purger() -> int:
    """Forget those who never confirmed, or left long ago; return how many."""
    nombre = 0
    for abonne in Abonne.objects.jamais_confirmes().union(Abonne.objects.partis()):
        abonne.delete()
        nombre += 1
    return nombre
