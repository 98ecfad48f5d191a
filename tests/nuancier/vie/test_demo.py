"""The demonstration: an editor, comments and proposals, made once."""

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from communs.collectivites.identite import Identite
from communs.collectivites.models import Compte
from nuancier.models import Commentaire, Proposition

pytestmark = pytest.mark.django_db


def test_the_demonstration_is_made_once_and_an_editor_finds_it(settings, client_de, teinte):
    settings.VIGIE_DEMO = True
    call_command("charger_demo", verbosity=0)
    for _ in range(2):
        call_command("charger_demo_nuancier", verbosity=0)

    assert sorted(Proposition.objects.values_list("etat", flat=True)) == ["proposee", "question"]
    assert Commentaire.objects.count() == 2
    editrice = Compte.objects.get(email="edith@vigie.example")
    assert Identite(editrice).peut("nuancier.editer")
    assert "Propositions (1)" in client_de(editrice).get("/nuancier/atelier/").content.decode()


def test_without_any_teinte_there_is_still_an_editor(settings, db):
    settings.VIGIE_DEMO = True
    call_command("charger_demo", verbosity=0)
    call_command("charger_demo_nuancier", verbosity=0)
    assert Compte.objects.filter(email="edith@vigie.example").exists()


def test_elsewhere_the_command_refuses(db):
    with pytest.raises(CommandError, match="mot de passe connu de tous"):
        call_command("charger_demo_nuancier")
