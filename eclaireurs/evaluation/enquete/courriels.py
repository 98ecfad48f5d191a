"""Mails to who left an address with a contribution: it came, and what became of it.

Nothing of what she typed is repeated: an address is not proof of whose it is. The address is wiped from
the outbox once the mail has gone.
"""

from typing import Any

from django.conf import settings

from communs.courrier.services import poster_gabarit
from eclaireurs.evaluation.enquete.contributions import Contribution
from eclaireurs.evaluation.enquete.jetons import adresse_de_suivi


def accuser_reception(contribution: Contribution) -> None:
    """The address from which to follow it and to withdraw it."""
    _poster(contribution, "recue")


def dire_la_suite(contribution: Contribution) -> None:
    """A moderator decided: accepted, refused, or to be taken up again."""
    _poster(contribution, contribution.etat, motif=contribution.motif)


def _poster(contribution: Contribution, gabarit: str, **contexte: Any) -> None:
    if not contribution.courriel:
        return
    poster_gabarit(
        f"evaluation/enquete/courriels/{gabarit}",
        {
            "enquete": contribution.enquete,
            "numero": contribution.numero,
            "suivi": f"{settings.VIGIE_ADRESSE}{adresse_de_suivi(contribution)}",
            **contexte,
        },
        destinataire=contribution.courriel,
        cle=f"enquete:{contribution.pk}:{contribution.version}:{gabarit}",
        effacer_apres=True,
    )
