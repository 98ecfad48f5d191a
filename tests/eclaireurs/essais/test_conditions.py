"""Trials when things go wrong: Redis away, a process killed in the middle."""

import os
import subprocess
import sys
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.db import connection, transaction
from django.test import Client

from eclaireurs.essais import services
from eclaireurs.essais.models import Essai
from tests.eclaireurs.essais.test_essayer import ESSAYER, entrer
from tests.eclaireurs.essais.test_recit import lignes
from tests.outils.tuyau import abattre, attendre

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("contenu")]

# A process that stops for long where `{ou}` says, once it has done what is before.
PROCESSUS = """
import time
import django
django.setup()
from eclaireurs.essais import recits, services
from tests.eclaireurs.essais.conftest import raconter_court

def s_attarder(geste):
    def fait(*arguments):
        rendu = geste(*arguments)
        print("au milieu", flush=True)
        time.sleep(600)
        return rendu
    return fait

recits._recits = {{"evaluation": raconter_court}}
{ou} = s_attarder({ou})
services.{geste}()
"""


@pytest.fixture
def sans_redis(settings, file_absente) -> None:
    """Neither a cache nor a queue."""
    settings.CACHES = {"default": settings.CACHES["default"] | {"LOCATION": "unix:///nulle/part.sock?db=0"}}


@pytest.fixture
def lancer() -> Iterator:
    """`lancer(geste, ou)`: a process in the middle of `services.<geste>`, once it has done `ou`."""
    lances: list[subprocess.Popen] = []

    def _lancer(geste: str, ou: str) -> subprocess.Popen:
        base = urlsplit(os.environ["DATABASE_URL"])._replace(path="/" + connection.settings_dict["NAME"])
        processus = subprocess.Popen(
            [sys.executable, "-c", PROCESSUS.format(geste=geste, ou=ou)],
            env=os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings", "DATABASE_URL": base.geturl()},
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        lances.append(processus)
        assert processus.stdout.readline() == "au milieu\n"
        return processus

    yield _lancer
    for processus in lances:
        abattre(processus)
        processus.stdout.close()


def test_without_redis_one_is_asked_to_come_back_and_nothing_is_made(client, sans_redis):
    avant = lignes()
    response = client.post(ESSAYER)
    assert (response.status_code, response["Retry-After"]) == (503, "20")
    page = response.content.decode()
    assert '<html lang="fr">' in page
    assert "Votre dossier se prépare" in page
    assert lignes() == avant


def test_without_redis_a_trial_that_is_ready_is_taken_and_worked_in(client, pret, sans_redis):
    assert "Vous essayez." in client.get(entrer(client)).content.decode()
    assert client.post("/eclaireurs/essai/finir/").status_code == 302
    services.entretenir()  # a worker's own sweep: nothing had to tell it
    assert not Essai.objects.filter(pk=pret.pk).exists()


def test_without_redis_a_trial_is_told_whole(recit_court, sans_redis):
    essai = services.preparer()
    assert list(Essai.objects.prets()) == [essai]


@pytest.mark.lent
@pytest.mark.django_db(transaction=True)
def test_killed_while_telling_it_leaves_no_half_trial_and_the_next_one_tells(lancer, recit_court, settings):
    settings.VIGIE_ESSAIS_RESERVE = 1
    avant = lignes()
    processus = lancer("entretenir", "recits.raconter")
    services.entretenir()  # another worker meanwhile: one tells at a time
    assert lignes() == avant
    abattre(processus)
    assert lignes() == avant
    # The database notices in a moment that nobody holds the lock any more.
    attendre(lambda: services.entretenir() or Essai.objects.prets().exists(), "un essai raconté")
    assert Essai.objects.count() == 1


def _un_est_libre() -> bool:
    with transaction.atomic():
        return Essai.objects.prets().select_for_update(skip_locked=True).exists()


@pytest.mark.lent
@pytest.mark.django_db(transaction=True)
def test_a_web_process_killed_while_giving_a_trial_leaves_it_ready_for_the_next(lancer, pret):
    processus = lancer("prendre", "services._fixer_la_fin")
    assert services.prendre() is None  # that one is in somebody's hands
    abattre(processus)
    attendre(_un_est_libre, "l’essai de nouveau libre")
    visiteur = Client()
    assert "Vous essayez." in visiteur.get(entrer(visiteur)).content.decode()
    assert Essai.objects.get().pk == pret.pk
