"""Ten thousand copies by a real worker, killed at random points, to a server that refuses and goes away."""

import logging
import random

import pytest
import redis
from celery import current_app
from django.conf import settings
from django.utils import timezone

from tests.outils.tuyau import abattre, attendre
from tests.outils.veille import creer_numero_publie
from tests.outils.veille_abonnements import abonner_une_foule
from veille.abonnements import envois
from veille.abonnements.enums import EtatEnvoi, EtatRemise
from veille.abonnements.models import Envoi, Remise

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.lent]

PERSONNES = 10_000
REFUSEES = 50


def battre(envoi: Envoi) -> None:
    """What beat does every minute; the wait for a server that went away is over."""
    Envoi.objects.filter(pk=envoi.pk, reprise_le__isnull=False).update(reprise_le=timezone.now())
    current_app.send_task("veille.abonnements.tasks.balayer")


def test_killed_at_random_points_nobody_receives_it_twice_and_at_most_one_per_kill_is_uncertain(
    facteur, tuyau
):
    logging.getLogger("mail.log").setLevel(logging.ERROR)
    graine = random.randrange(10_000)
    hasard = random.Random(graine)
    numero = creer_numero_publie()
    abonner_une_foule(PERSONNES, numero.bulletin)
    refusees = {f"personne{n}@phare.example" for n in hasard.sample(range(PERSONNES), REFUSEES)}
    facteur.refuses = dict.fromkeys(refusees, "550 5.1.1 Inconnue")
    arrets = sorted(hasard.sample(range(200, PERSONNES - 500), 3))
    absence = hasard.randrange(1000, PERSONNES - 1000)
    worker = tuyau(facteur.port)
    envoi = envois.preparer_envoi(numero)

    file = redis.Redis.from_url(
        settings.CELERY_BROKER_URL.replace("redis+socket", "unix").replace("virtual_host", "db")
    )

    def parvenu(a: int) -> None:
        """A slow machine is waited for as long as it advances."""
        while facteur.total < a and _reste(envoi):
            avant = facteur.total

            def avance(avant: int = avant) -> bool:
                if not file.llen("celery"):
                    battre(envoi)
                return facteur.total > avant or not _reste(envoi)

            attendre(avance, f"le message {avant + 1} (graine {graine})")

    for etape in sorted([*arrets, absence]):
        parvenu(etape)
        if etape == absence:
            facteur.fermer()
            facteur.ouvrir()
        else:
            abattre(worker)
            worker = tuyau(facteur.port)
    parvenu(PERSONNES)
    battre(envoi)
    attendre(lambda: Envoi.objects.get().etat == EtatEnvoi.TERMINE, "la fin de l’envoi")

    comptes = envois.comptes(envoi)
    incertaines = set(
        Remise.objects.filter(etat=EtatRemise.INCERTAIN).values_list("abonne__email", flat=True)
    )
    assert max(facteur.recus.values()) == 1, f"graine {graine}"
    # One per kill; the server that closed in the middle of a message may make one more.
    assert len(incertaines) <= len(arrets) + 1, f"graine {graine}"
    assert comptes["refuse"] == REFUSEES - len(refusees & incertaines)
    tous = {f"personne{n}@phare.example" for n in range(PERSONNES)}
    assert tous - set(facteur.recus) - refusees <= incertaines, f"graine {graine}"
    assert comptes["envoye"] == PERSONNES - comptes["refuse"] - len(incertaines)


def _reste(envoi: Envoi) -> bool:
    return Remise.objects.filter(
        envoi=envoi, etat__in=(EtatRemise.A_ENVOYER, EtatRemise.RECLAME, EtatRemise.EN_VOL)
    ).exists()
