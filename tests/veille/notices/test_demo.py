"""The demonstration: who keeps the base, made once."""

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from communs.collectivites.identite import Identite
from communs.collectivites.models import Compte
from veille.models import Bulletin, Notice, Numero

pytestmark = pytest.mark.django_db


def test_the_demonstration_is_made_once_over_the_shipped_issue(settings, contenu, client_de):
    settings.VIGIE_DEMO = True
    call_command("charger_demo", verbosity=0)
    avant = Notice.objects.count()
    for _ in range(2):
        call_command("charger_demo_veille", verbosity=0)

    denise = Compte.objects.get(email="denise@vigie.example")
    assert Identite(denise).peut("veille.documenter")
    assert Bulletin.objects.get(cle="en-quelques-clics").collectivite.identifiant == "port-lumiere"
    numero = Numero.objects.get(cle="a-relire")
    assert (numero.etat, numero.relecteur.prenom, numero.parutions.count()) == ("relecture", "Bachir", 3)
    assert Notice.objects.count() == avant + 1
    page = client_de(denise).get("/veille/atelier/notices/doublons/").content.decode()
    assert "Comparer et fusionner" in page


def test_without_the_shipped_issue_there_is_still_a_documentaliste(settings):
    settings.VIGIE_DEMO = True
    call_command("charger_demo", verbosity=0)
    call_command("charger_demo_veille", verbosity=0)
    assert Compte.objects.filter(email="denise@vigie.example").exists()


def test_elsewhere_the_command_refuses():
    with pytest.raises(CommandError, match="mot de passe connu de tous"):
        call_command("charger_demo_veille")
