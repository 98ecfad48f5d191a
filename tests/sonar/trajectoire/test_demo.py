"""The demonstration: two dated rounds, three people who disagree, made once."""

import pytest
from django.core.management import CommandError, call_command

from sonar.trajectoire import lecture
from sonar.trajectoire.models import PositionTrajectoire, Sujet, Tour

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("contenu")]


def test_two_rounds_of_three_people_who_disagree(settings):
    settings.VIGIE_DEMO = True
    call_command("charger_demo", verbosity=0)
    call_command("charger_demo_evaluation", verbosity=0)
    for _ in range(2):  # started again
        call_command("charger_demo_trajectoire")
    assert (Sujet.objects.count(), Tour.objects.count()) == (1, 2)
    assert PositionTrajectoire.objects.remises().count() == 6
    dernier, premier = lecture.histoire(Sujet.objects.get())
    assert dernier.lecture.desaccords
    assert dernier.lecture.sauts
    assert (premier.lecture.balise.etape.cle, dernier.lecture.balise.etape.cle) == ("orientation", "tests")


def test_nothing_is_invented_outside_the_embedded_mode():
    with pytest.raises(CommandError):
        call_command("charger_demo_trajectoire")
    assert not Sujet.objects.exists()
