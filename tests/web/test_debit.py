"""Rates that count failures only."""

import pytest
from django.test import RequestFactory

from communs.web.debit import depasse, fermer_si_epuise
from communs.web.erreurs import Refus


@pytest.fixture
def echouer(settings):
    """`echouer(adresse)` counts one failure from there; three a minute at most, five from everywhere."""
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "essai": "3/m/ip,5/m/key"}
    return lambda adresse="192.0.2.1": depasse(venant(adresse), "essai", "tous")


def venant(adresse: str):
    return RequestFactory().get("/", REMOTE_ADDR=adresse)


def test_asking_does_not_count(echouer):
    for _ in range(10):
        fermer_si_epuise(venant("192.0.2.1"), "essai", "tous")


def test_past_a_rate_one_is_told_how_long_to_wait(echouer):
    for _ in range(3):
        fermer_si_epuise(venant("192.0.2.1"), "essai", "tous")
        assert not echouer()
    with pytest.raises(Refus) as refus:
        fermer_si_epuise(venant("192.0.2.1"), "essai", "tous")
    assert (refus.value.code, 0 < refus.value.attente <= 60) == (429, True)
    fermer_si_epuise(venant("192.0.2.2"), "essai", "tous")


def test_from_everywhere_together_too(echouer):
    for n in range(5):
        echouer(f"192.0.2.{n}")
    with pytest.raises(Refus):
        fermer_si_epuise(venant("198.51.100.1"), "essai", "tous")
