"""The demonstration séance, loaded by `make run` alone."""

import pytest
from django.core.management import CommandError, call_command

from sonar.seances.models import Feuille, Portrait

pytestmark = pytest.mark.django_db


def test_it_is_loaded_once(settings, membre, collectivite, contenu):
    settings.VIGIE_DEMO = True
    for _ in range(2):
        call_command("charger_demo_seances_sonar")
    assert Feuille.objects.count() == 24
    assert Portrait.objects.get().donnees["papier"] == 3


def test_it_refuses_elsewhere(settings, membre, collectivite, contenu):
    settings.VIGIE_DEMO = False
    with pytest.raises(CommandError, match="inventée"):
        call_command("charger_demo_seances_sonar")
