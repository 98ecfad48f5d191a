"""The fiche that `make run` shows, told once."""

import pytest
from django.core.management import CommandError, call_command

from communs.dossiers.models import Dossier
from sonar.fabrique import services
from sonar.fabrique.avancement import du_tour, entrees_de, pratiques_du_tour

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("contenu")]


def test_the_demonstration_is_half_filled_with_a_dozen_entries(settings):
    settings.VIGIE_DEMO = True
    call_command("charger_demo", verbosity=0)
    for _ in range(2):
        call_command("charger_demo_fabrique")
    fiche = Dossier.objects.get(genre="fabrique")
    lu = du_tour(services.courant(fiche))
    assert (lu.repondues, lu.ecartees, lu.vides) == (8, 1, 11)
    assert sum(bool(p.usages) for p in pratiques_du_tour(services.courant(fiche))) == 2
    entrees = entrees_de(fiche)
    assert len(entrees) == 12
    assert [e.le for e in entrees] == sorted(e.le for e in entrees)


def test_it_is_refused_outside_of_the_demonstration(settings):
    settings.VIGIE_DEMO = False
    with pytest.raises(CommandError):
        call_command("charger_demo_fabrique")
    assert Dossier.objects.count() == 0
