"""The évaluateur's desk: what the survey says, its dates, and what of the compilation is public."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from communs.collectivites.identite import Identite, autoriser
from communs.etats import journal
from communs.etats.services import modifier, verrouiller
from communs.materiaux.models import Materiau
from eclaireurs.evaluation.enquete import rappels
from eclaireurs.evaluation.enquete.models import ChoixDePublication, Enquete


@transaction.atomic
def regler(*, identite: Identite, enquete: Enquete, version: int, champs: Mapping[str, Any]) -> Enquete:
    """Its words, its dates, its poll. Raises Conflit, ValidationError."""
    autoriser(identite, "enquete.regler", enquete)
    reglee = modifier(
        identite=identite, objet=enquete, version=version, champs=champs, verbe="enquete.regler"
    )
    rappels.dire(reglee)
    return reglee


@transaction.atomic
def choisir(
    *, identite: Identite, enquete: Enquete, materiaux: Sequence[Materiau], publie: bool | None
) -> int:
    """Make these clues public or private, or leave them to their own « qui le voit » (None).

    Public has no effect on those whose consent forbids it: `querysets.publics` asks it at each reading.
    """
    autoriser(identite, "enquete.regler", enquete)
    enquete = verrouiller(enquete)
    siens = [m for m in materiaux if m.dossier_id == enquete.dossier_id]
    ChoixDePublication.objects.filter(materiau__in=siens).delete()
    if publie is not None:
        ChoixDePublication.objects.bulk_create(
            ChoixDePublication(enquete=enquete, materiau=m, publie=publie) for m in siens
        )
    if siens:
        choix = {True: "public", False: "privé", None: "comme le dossier"}[publie]
        journal.consigner(
            identite=identite, verbe="enquete.choisir", objet=enquete, nombre=len(siens), choix=choix
        )
    return len(siens)
