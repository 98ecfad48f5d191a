"""Every write of the map: keep a mix, erase it; what somebody ticks in a room."""

from collections.abc import Sequence
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from communs.collectivites.identite import Identite, autoriser
from communs.livrets import services as livrets
from communs.seances.models import Participation
from communs.seances.services import tenir
from sonar.carte.models import Melange, UsageEnSeance
from sonar.seances.enums import Exercice
from sonar.seances.exercices import se_fait
from sonar.services import DOUBLE_ENVOI

MELANGE = "sonar.melange"  # key of the gabarit in livrets.py
FERME = "Cet exercice n’est plus ouvert\u00a0: vos choix n’ont pas été enregistrés."


class MelangeDejaRemis(Exception):
    """This sheet was already handed in, with other choices or by somebody else."""


@transaction.atomic
def garder(*, essai: UUID, concepts: Sequence[str], identite: Identite) -> Melange:
    """Keep a mix once; the same sheet posted again within minutes gives the first. Raise MelangeDejaRemis."""
    melange, neuf = Melange.objects.get_or_create(
        essai=essai, defaults={"compte": identite.compte, "concepts": list(concepts)}
    )
    if neuf:
        return melange
    meme_personne = melange.compte_id == (identite.compte.pk if identite.compte else None)
    recent = timezone.now() - melange.remis_le < DOUBLE_ENVOI
    if not recent or not meme_personne or melange.concepts != list(concepts):
        raise MelangeDejaRemis
    return melange


@transaction.atomic
def effacer(*, melange: Melange, identite: Identite) -> None:
    """For good, booklets included; a second click finds nothing left."""
    autoriser(identite, "sonar.effacer_melange", melange)
    livrets.oublier(gabarits=(MELANGE,), reference=str(melange.uuid))
    Melange.objects.filter(pk=melange.pk).delete()


@transaction.atomic
def dire_en_seance(*, participation: Participation, concepts: Sequence[str]) -> None:
    """What this person uses; said again, it replaces.

    Raise ValidationError when it is not the time, Refus 410 once the séance is over.
    """
    seance = tenir(participation.seance)
    if not se_fait(seance, Exercice.CARTE):
        raise ValidationError(FERME)
    UsageEnSeance.objects.update_or_create(
        participation=participation, defaults={"concepts": list(concepts), "rendu_le": timezone.now()}
    )
