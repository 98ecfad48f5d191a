"""Invented sheets of the past months, for `make run`: a living baromètre in the first minute."""

import math
import random
import uuid
from collections import Counter
from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from sonar import barometre
from sonar.enums import Style
from sonar.models import Option, Question, Reponse, Tentative

MOIS = 15
ESPACE = uuid.UUID("6f1c6c9e-53f5-4d59-9d6a-6a1f0d1b7c11")  # their ids are recognised at the next start


class Command(BaseCommand):
    help = "Charge des feuilles inventées pour le baromètre (mode embarqué seulement)."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.VIGIE_DEMO:
            raise CommandError(
                "Ces feuilles sont inventées : cette commande ne sert qu’au mode embarqué (VIGIE_DEMO=1)."
            )
        if not Tentative.objects.filter(essai=_essai(0)).exists():
            self._remettre(_inventer(timezone.localdate().replace(day=1)))
        barometre.publier(jour=timezone.localdate())

    def _remettre(self, feuilles: list[tuple[datetime, list[Option]]]) -> None:
        """Store them in bulk, and in the rollup, as `services.remettre` does one by one."""
        tentatives = Tentative.objects.bulk_create(
            Tentative(essai=_essai(rang), remise_le=instant) for rang, (instant, _) in enumerate(feuilles)
        )
        comptes: Counter[barometre.Case] = Counter()
        reponses = []
        for tentative, (instant, choix) in zip(tentatives, feuilles, strict=True):
            reponses += [
                Reponse(tentative=tentative, question_id=o.question_id, style=o.style, texte=o.texte)
                for o in choix
            ]
            styles = {option.question.cle: option.style for option in choix}
            comptes.update(barometre.cases(remise_le=instant, styles=styles))
        Reponse.objects.bulk_create(reponses)
        barometre.ajouter(comptes)


def _essai(rang: int) -> uuid.UUID:
    return uuid.uuid5(ESPACE, str(rang))


def _inventer(mois_courant: date) -> list[tuple[datetime, list[Option]]]:
    """Busy months and quiet ones, a taste of its own for each question, usages slowly on the rise."""
    alea = random.Random(2018)  # noqa: S311 (nothing secret: the same demonstration everywhere)
    questions = [list(q.options.all()) for q in Question.objects.avec_options()]
    gouts = [{style: alea.uniform(0.5, 1.8) for style in Style} for _ in questions]
    feuilles = []
    fin = mois_courant
    for anciennete in range(1, MOIS + 1):
        fin -= timedelta(days=1)
        debut = fin.replace(day=1)
        nombre = 18 if debut.month == 8 else int(70 + 40 * math.sin(anciennete) + alea.uniform(0, 60))
        for _ in range(nombre):
            jour = debut + timedelta(days=alea.randrange((fin - debut).days + 1))
            penchant = alea.choice(list(Style))  # people are consistent: one style comes back
            choix = []
            for options, gout in zip(questions, gouts, strict=True):
                poids = [
                    gout[Style(o.style)]
                    * (2.2 if o.style == penchant else 1)
                    * (1.7 - 0.06 * anciennete if o.style == Style.USAGES else 1)
                    for o in options
                ]
                choix.append(alea.choices(options, weights=poids)[0])
            heure = time(alea.randrange(8, 19), alea.randrange(60))
            feuilles.append((timezone.make_aware(datetime.combine(jour, heure)), choix))
        fin = debut
    return feuilles
