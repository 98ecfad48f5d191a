"""The mails of the conclave. Each goes through the outbox: an unreachable server delays it, loses nothing.

Bodies hold a secret address: they are wiped once sent.
"""

from datetime import date

from django.conf import settings

from communs.courrier import services as courrier
from eclaireurs.evaluation.conclave.models import Convocation

RACINE = "evaluation/conclave/courriels"


def _poster(gabarit: str, convocation: Convocation, cle: str) -> bool:
    """Whether there was an address to write to."""
    adresse = convocation.adresse_electronique
    if not adresse:
        return False
    conclave = convocation.conclave
    contexte = {
        "convocation": convocation,
        "conclave": conclave,
        "dossier": conclave.dossier,
        "lien": settings.VIGIE_ADRESSE + convocation.adresse_secrete,
    }
    courrier.poster_gabarit(
        f"{RACINE}/{gabarit}",
        contexte,
        destinataire=adresse,
        cle=f"conclave:{convocation.uuid}:{cle}",
        corps_ephemere=True,
    )
    return True


def convoquer(convocation: Convocation, envoi: int = 0) -> bool:
    """The convocation itself; `envoi` counts the times a pilot asked to send it again."""
    return _poster("convocation", convocation, f"convocation:{envoi}")


def rendre(convocation: Convocation) -> bool:
    """She is a stand-in again: the person whose place she took comes after all."""
    return _poster("rendue", convocation, "rendue")


def relancer(convocation: Convocation, jour: date) -> bool:
    return _poster("relance", convocation, f"relance:{jour}")


def prevenir(convocation: Convocation) -> bool:
    """The day, the hours or the place have changed: one mail per version of the conclave."""
    return _poster("changement", convocation, f"changement:{convocation.conclave.version}")
