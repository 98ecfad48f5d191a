"""Deciding about a contribution: the step of its table, and the mail that says it, in one transaction."""

from django.db import transaction

from communs.collectivites.identite import Identite
from communs.etats.tables import franchir
from eclaireurs.evaluation.enquete import courriels
from eclaireurs.evaluation.enquete.contributions import Contribution
from eclaireurs.evaluation.enquete.enums import EtatContribution
from eclaireurs.evaluation.enquete.transitions import CONTRIBUTION


@transaction.atomic
def decider(
    *, identite: Identite, contribution: Contribution, geste: str, motif: str, version: int | None
) -> Contribution:
    """Accept, refuse, ask to take up again, or look at a refusal again.

    `version`: what the moderator had before her eyes. Raises PermissionDenied, Conflit, ValidationError,
    Refus (409) when somebody else has already decided.
    """
    decidee = franchir(
        CONTRIBUTION,
        identite=identite,
        objet=contribution,
        nom=geste,
        motif=motif,
        version=version,
        donnees={"motif": motif.strip()},
        numero=contribution.numero,
    )
    assert isinstance(decidee, Contribution)  # noqa: S101  (the table's own model)
    if decidee.etat != EtatContribution.RECUE:
        courriels.dire_la_suite(decidee)
    return decidee
