"""Reminders by real workers, one of which is killed in the middle."""

from datetime import timedelta

import pytest
from celery import current_app
from django.utils import timezone

from communs.courrier import services as courrier
from communs.courrier.enums import Etat
from communs.courrier.models import Courriel
from communs.echeances.calculs import fuseaux_ouverts
from communs.echeances.models import Destinataire, Relance
from communs.echeances.relances import relancer
from tests.outils.tuyau import abattre, attendre

pytestmark = [pytest.mark.lent, pytest.mark.django_db(transaction=True)]

GENS = [f"p{n}@ailleurs.example" for n in range(250)]


@pytest.fixture
def attendus(collectivite, dossier, participer, echoir) -> list[str]:
    """People who have something late, where it is a decent hour now; how many mails they expect."""
    collectivite.fuseau = fuseaux_ouverts(timezone.now())[0]
    collectivite.save()
    for adresse in GENS:
        echoir(timezone.localdate() - timedelta(days=2), participer(dossier, email=adresse, nom=adresse))
    return GENS


def battre() -> None:
    """What beat asks for."""
    current_app.send_task("communs.echeances.tasks.relancer")
    current_app.send_task("communs.courrier.tasks.balayer")


def recus(smtp) -> list[str]:
    return sorted(m["To"] for m in smtp.recus)


def test_a_worker_killed_while_writing_and_another_while_sending_reach_everybody_once(smtp, tuyau, attendus):
    premier = tuyau(smtp.port)
    battre()
    attendre(lambda: Courriel.objects.count() >= 100, "un premier lot")
    abattre(premier)
    ecrits = Courriel.objects.count()
    assert ecrits == Relance.objects.count() == Destinataire.objects.exclude(relance_le=None).count()

    second = tuyau(smtp.port)
    battre()
    attendre(lambda: len(smtp.recus) >= 120, "la moitié des envois")
    abattre(second)
    tuyau(smtp.port)
    battre()
    finis = (Etat.ENVOYE, Etat.RECLAME)
    attendre(lambda: Courriel.objects.filter(etat__in=finis).count() == len(attendus), "tous les envois")
    assert Relance.objects.count() == len(attendus)

    coupes = Courriel.objects.filter(etat=Etat.RECLAME)
    assert coupes.count() <= 2, "un par worker tué, au plus"
    coupes.update(reclame_le=timezone.now() - timedelta(minutes=10))
    current_app.send_task("communs.courrier.tasks.balayer")
    attendre(lambda: not coupes.exists(), "le balayage")
    incertains = set(Courriel.objects.filter(etat=Etat.INCERTAIN).values_list("destinataire", flat=True))
    assert len(recus(smtp)) == len(set(recus(smtp))), "personne deux fois"
    assert set(attendus) - set(recus(smtp)) <= incertains, "personne oublié"


def test_with_redis_away_nothing_is_lost(smtp, attendus, file_absente):
    assert relancer() == len(attendus)
    assert courrier.balayer() == len(attendus)
    assert recus(smtp) == sorted(attendus)
