"""What of a survey waits, what it weighs, and which clues the public may see."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q, Sum

from communs.materiaux.enums import PorteeMateriau
from communs.materiaux.querysets import MateriauQuerySet
from eclaireurs.evaluation.enquete.enums import EN_ATTENTE, Accord

if TYPE_CHECKING:
    from eclaireurs.evaluation.enquete.models import Enquete


class ContributionQuerySet(models.QuerySet):
    def en_attente(self) -> Self:
        return self.filter(etat__in=sorted(EN_ATTENTE))

    def place_occupee(self) -> int:
        """Bytes of the files that they still hold themselves (accepted ones are the clues')."""
        return self.aggregate(total=Sum("pieces__fichier__occupe"))["total"] or 0


def tus() -> Q:
    """The clues that their contributor gave for the team alone: no consent noted later makes them public."""
    return Q(contribution__accord=Accord.TAIRE) | Q(piece__contribution__accord=Accord.TAIRE)


def publiables(dossier: int) -> MateriauQuerySet:
    """The clues of this dossier (its key) that consent, and who contributed them, let anybody see."""
    from communs.materiaux.models import Materiau

    return Materiau.objects.filter(dossier=dossier).montrables().exclude(tus())


def publics(enquete: Enquete, *, choisis: bool = True) -> MateriauQuerySet:
    """The clues that anybody may see: consent first, then the évaluateur's choice, else her « qui le voit ».

    What a contributor gave for the team alone is never among them. Without `choisis`, all those that could
    be: what consent allows.
    """
    possibles = publiables(enquete.dossier_id)
    if not choisis:
        return possibles
    par_defaut = Q(publication=None, portee_lecture=PorteeMateriau.LECTEURS)
    return possibles.filter(Q(publication__publie=True) | par_defaut)
