"""What a trial may not do, whichever room is asked: nothing of it leaves, nobody else comes in.

A trial is a throw-away collectivité (`essai_jusqu_au`) whose accounts (`Compte.essai`) live and die with it.
`eclaireurs.essais` makes and erases them; the doors are shut by the rooms that own them, with these words.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db.models import Q

if TYPE_CHECKING:
    from communs.collectivites.identite import Identite
    from communs.collectivites.models import Collectivite

DUREE = timedelta(hours=24)  # from the moment somebody takes one
FERME = "Ceci ne s’essaie pas\u00a0: {quoi} Dans votre propre collectivité, vous le pourrez."
PAS_DE_FICHIER = "on ne dépose pas de fichier dans un essai, ses photos et documents sont ceux de l’exemple."
PAS_D_INVITATION = "un essai n’écrit à personne et ne fait venir personne."
PAS_DE_PARTENAIRE = "un essai ne se partage avec aucune collectivité."


def interdire(collectivite: Collectivite, quoi: str) -> None:
    """Raise ValidationError, saying what, when this collectivité is a trial."""
    if collectivite.est_un_essai:
        raise ValidationError(FERME.format(quoi=quoi))


def a_portee(identite: Identite | None, vers: str = "dossier__collectivite") -> Q:
    """What this reader may reach by a public address: nothing of a trial; from inside one, nothing else.

    `vers`: the way to the collectivité from the rows that are filtered. None, who is no reader: the task
    that prints, everything.
    """
    if identite is None:
        return Q()
    essai = identite.compte.essai_id if identite.compte is not None else None
    return Q(**{f"{vers}__essai_jusqu_au": None}) if essai is None else Q(**{vers: essai})
