"""An envoi that no longer moves is seen from outside."""

from datetime import timedelta

import pytest
from django.utils import timezone

from communs.web import sante
from tests.outils.veille import creer_numero_publie
from tests.outils.veille_abonnements import abonner_une_foule
from veille.abonnements import envois
from veille.abonnements.enums import EtatEnvoi
from veille.abonnements.expedition import expedier
from veille.abonnements.models import Envoi, Remise

pytestmark = pytest.mark.django_db(transaction=True)


def il_y_a(**duree: int):
    return timezone.now() - timedelta(**duree)


@pytest.fixture
def envoi() -> Envoi:
    """Two copies that nobody has sent for an hour."""
    numero = creer_numero_publie()
    abonner_une_foule(2, numero.bulletin)
    envoi = envois.preparer_envoi(numero)
    Envoi.objects.update(cree_le=il_y_a(hours=1))
    return Envoi.objects.get(pk=envoi.pk)


def heures() -> float:
    return round(Envoi.objects.attente() / 3600, 2)


def test_copies_that_nobody_sends_make_the_platform_not_ready(client, envoi):
    sante.battre()
    reponse = client.get("/sante/pret/")
    assert reponse.status_code == 503
    controle = reponse.json()["controles"]["envois"]
    assert (controle["bon"], round(controle["age"] / 3600, 1)) == (False, 1.0)


def test_once_they_left_nothing_waits(client, envoi, facteur):
    expedier(envoi.pk)
    assert heures() == 0
    sante.battre()
    assert client.get("/sante/pret/").json()["controles"]["envois"]["bon"] is True


def test_a_long_envoi_that_moves_is_well(envoi):
    partie = Remise.objects.order_by("pk").first()
    Remise.objects.filter(pk=partie.pk).update(etat="envoye", fini_le=il_y_a(minutes=3))
    assert heures() == 0.05


def test_a_batch_held_by_a_worker_that_died_waits_too(envoi):
    Remise.objects.update(etat="reclame", place=0)
    assert heures() == 1


@pytest.mark.parametrize("champs", [{"etat": EtatEnvoi.EN_PAUSE}, {"reprise_le": il_y_a(hours=-1)}])
def test_a_pause_and_a_server_that_is_away_are_no_delay_of_ours(envoi, champs):
    Envoi.objects.update(**champs)
    assert heures() == 0


def test_neither_are_copies_put_off_until_later(envoi):
    Remise.objects.update(prochain_essai_le=il_y_a(hours=-2))
    assert heures() == 0
    Remise.objects.update(prochain_essai_le=il_y_a(minutes=6))
    assert heures() == 0.1


def test_an_envoi_resumed_after_days_is_not_late_at_once(envoi):
    envois.suspendre(envoi)
    Envoi.objects.update(cree_le=il_y_a(days=3))
    envois.reprendre(envoi)
    assert heures() == 0
