"""The demonstration: a path with its checklist, a session half-way and one that was held."""

import pytest
from django.core.management import call_command
from django.urls import reverse

from communs.collectivites.models import Compte
from nuancier.parcours.models import Parcours
from nuancier.sessions.models import Session

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("contenu", "medias")]


def test_the_demonstration_path_has_its_checklist_and_a_past_follow_up_is_told_as_past(settings, client_de):
    settings.VIGIE_DEMO = True
    call_command("charger_demo", verbosity=0)
    for _ in range(2):
        call_command("charger_demo_sessions", verbosity=0)

    parcours = Parcours.objects.get()
    assert [p.teinte.code for p in parcours.pastilles.order_by("rang")] == ["2.1", "4.1", "6.1"]
    assert {g.conseil for g in parcours.gestes.all()} - {""}
    assert sorted(Session.objects.values_list("etat", flat=True)) == ["ouverte", "tenue"]
    tenue = Session.objects.get(etat="tenue")
    client = client_de(Compte.objects.get(email="bachir@port-lumiere.example"))
    page = client.get(reverse("nuancier:session", args=[tenue.uuid])).content.decode()
    assert "Vigie a demandé à chacun" in page
