"""Sheets of people who do not exist, and a count of the sheets made the long way round."""

from collections import Counter
from datetime import datetime
from random import Random
from uuid import UUID

import time_machine
from django.utils import timezone

from communs.collectivites.identite import PERSONNE
from sonar import services
from sonar.calculs import cle_de_profil, compter, dominants
from sonar.models import Comptage, Option, Question, Tentative


def tirer(alea: Random, questions: list[Question], poids: tuple[int, int, int, int]) -> list[Option]:
    """One option per question, styles drawn with these weights."""
    return [
        alea.choices(sorted(question.options.all(), key=lambda o: o.style), weights=poids)[0]
        for question in questions
    ]


def remettre_le(instant: datetime, choix: list[Option], alea: Random) -> Tentative:
    """Hand in a sheet by the service that the page uses, at another instant."""
    with time_machine.travel(instant):
        essai = UUID(int=alea.getrandbits(128), version=4)
        return services.remettre(essai=essai, choix=choix, identite=PERSONNE)


def recompter() -> Counter[tuple[str, str, str]]:
    """(month, measure, value) → sheets, from the sheets themselves."""
    comptes: Counter[tuple[str, str, str]] = Counter()
    for tentative in Tentative.objects.prefetch_related("reponses__question").order_by("pk"):
        mois = f"{timezone.localtime(tentative.remise_le):%Y-%m-01}"
        reponses = list(tentative.reponses.all())
        profil = cle_de_profil(dominants(compter(r.style for r in reponses)))
        comptes.update([(mois, r.question.cle, r.style) for r in reponses] + [(mois, "profil", profil)])
    return comptes


def comptages() -> Counter[tuple[str, str, str]]:
    """The same, from the rollup, zeros left out."""
    return Counter(
        {
            (f"{c.mois:%Y-%m-%d}", c.mesure, c.valeur): c.nombre
            for c in Comptage.objects.order_by("pk")
            if c.nombre
        }
    )
