"""The demonstration: a living baromètre for a newcomer, never taken for a real one."""

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from sonar.models import Instantane, Periode, Tentative
from tests.outils.population import comptages, recompter

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("contenu")]


@pytest.fixture
def demo(settings) -> None:
    settings.VIGIE_DEMO = True
    call_command("charger_demo_sonar")


def test_outside_the_embedded_mode_nothing_is_invented():
    with pytest.raises(CommandError, match="inventées"):
        call_command("charger_demo_sonar")
    assert Tentative.objects.count() == 0
    assert Instantane.objects.count() == 0


def test_loaded_twice_it_is_there_once_and_in_the_count(demo):
    avant = Tentative.objects.count()
    call_command("charger_demo_sonar")
    assert Tentative.objects.count() == avant > 500
    assert comptages() == recompter()


def test_a_newcomer_sees_months_counts_and_withheld_counts(demo, client):
    periodes = list(Periode.objects.all())
    assert len(periodes) > 10
    assert any(periode.debut < periode.fin for periode in periodes)
    assert any(None in ligne.values() for p in periodes for ligne in p.repartitions.values())
    assert "Aucun mois n’a encore" not in client.get(reverse("sonar:barometre")).content.decode()


@pytest.mark.parametrize("ailleurs", [True, False])
def test_page_and_files_say_that_the_figures_are_invented_even_once_restored_elsewhere(
    demo, client, settings, ailleurs
):
    settings.VIGIE_DEMO = not ailleurs
    assert "Ces chiffres sont inventés" in client.get(reverse("sonar:barometre")).content.decode()
    assert client.get(reverse("sonar:barometre_json")).json()["demonstration"] is True
    page = client.get(reverse("sonar:barometre")).content.decode()
    assert "reprenez-les librement" not in page
    tableur = client.get(reverse("sonar:barometre_tableur")).content.decode("utf-8-sig").splitlines()
    assert tableur[0].endswith(";demonstration")
    assert {ligne.rpartition(";")[2] for ligne in tableur[1:]} == {"oui"}
    for fichier in ("barometre_csv", "barometre_tableur", "barometre_json"):
        assert "demonstration" in client.get(reverse(f"sonar:{fichier}"))["Content-Disposition"]
