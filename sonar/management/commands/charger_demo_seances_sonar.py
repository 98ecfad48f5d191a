"""A closed séance of twenty-four people with its portrait, for `make run`."""

import random
import uuid
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from communs.collectivites.models import Adhesion
from communs.seances.models import Seance
from sonar.enums import Style
from sonar.models import Question
from sonar.seances import groupe
from sonar.seances.enums import Exercice
from sonar.seances.models import Feuille, SeanceSonar

SEANCE = uuid.UUID("0d3b6a35-0f3c-4a07-9be4-0f6d5f1f2c24")
TITRE = "Comité de direction élargi"
GENS, PAPIER = 24, 3
GOUTS = (9, 8, 3, 1)  # how often each style is chosen, in their order


class Command(BaseCommand):
    help = "Charge une séance du Sonar inventée, close, avec son portrait (mode embarqué seulement)."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.VIGIE_DEMO:
            raise CommandError(
                "Cette séance est inventée\u00a0: elle ne sert qu’au mode embarqué (VIGIE_DEMO=1)."
            )
        adhesion = Adhesion.objects.select_related("compte", "collectivite").order_by("pk").first()
        if adhesion is None or Seance.objects.filter(uuid=SEANCE).exists():
            return
        hier = timezone.now() - timedelta(days=1)
        seance = Seance.objects.create(
            uuid=SEANCE,
            animee_par=adhesion.compte,
            titre=TITRE,
            etat="close",
            cree_le=hier,
            ouverte_le=hier,
            expire_le=hier + timedelta(hours=12),
            close_le=hier + timedelta(hours=1),
        )
        SeanceSonar.objects.create(
            seance=seance, collectivite=adhesion.collectivite, exercices=[Exercice.TEST]
        )
        Feuille.objects.bulk_create(
            Feuille(seance=seance, styles=styles, papier=rang < PAPIER, remise_le=hier)
            for rang, styles in enumerate(_inventer())
        )
        groupe.figer(seance)


def _inventer() -> list[dict[str, str]]:
    """The same sheets everywhere; nobody has their results, and the baromètre does not count them."""
    alea = random.Random(2018)  # noqa: S311 (nothing secret)
    cles = list(Question.objects.values_list("cle", flat=True))
    return [{cle: str(alea.choices(list(Style), GOUTS)[0]) for cle in cles} for _ in range(GENS)]
