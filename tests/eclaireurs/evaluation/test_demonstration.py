"""The demonstration: an evaluation half-way, one account per role, nothing of it elsewhere."""

from collections import Counter

import pytest
from django.core.management import CommandError, call_command

from communs.collectivites.identite import Identite
from communs.collectivites.models import Compte, Service
from communs.dossiers.models import Commentaire, Dossier, Participant
from communs.etats.models import Ligne
from eclaireurs.evaluation.cadrage.models import Presence, Signature
from eclaireurs.evaluation.demonstration.gens import GENS
from eclaireurs.evaluation.rapport.calculs import empreinte
from eclaireurs.evaluation.suivi.models import Action, Amendement, Plan, Remarque, Tache, VersionDuPlan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("contenu")]


@pytest.fixture
def demo(settings, monkeypatch) -> Dossier:
    settings.VIGIE_DEMO = True
    monkeypatch.setenv("VIGIE_DEMO", "1")
    call_command("charger_demo", verbosity=0)
    call_command("charger_demo_evaluation", verbosity=0)
    return Dossier.objects.get(genre="evaluation")


def test_outside_the_embedded_mode_nothing_is_invented(settings):
    settings.VIGIE_DEMO = False
    with pytest.raises(CommandError, match="inventés"):
        call_command("charger_demo_evaluation")
    assert Compte.objects.count() == 0


def test_loaded_twice_nothing_is_there_twice(demo):
    tables = (Compte, Service, Dossier, Participant, Plan, Action, Tache, Remarque, Commentaire, Ligne)
    avant = [table.objects.count() for table in tables]
    call_command("charger_demo_evaluation", verbosity=0)
    assert [table.objects.count() for table in tables] == avant


def test_the_plan_is_decided_and_partly_done(demo):
    assert demo.plan.etat == "arrete"
    assert demo.cadre.etat == "valide"
    assert Counter(Action.objects.values_list("etat", flat=True)) == {
        "en_cours": 28,
        "retenue": 15,
        "faite": 12,
        "bloquee": 2,
        "ecartee": 2,
        "abandonnee": 1,
    }
    assert Counter(Tache.objects.values_list("etat", flat=True)) == {
        "faite": 46,
        "a_faire": 41,
        "en_cours": 26,
        "abandonnee": 5,
        "bloquee": 2,
    }
    version = VersionDuPlan.objects.get(plan=demo.plan)
    assert (version.numero, len(version.contenu)) == (1, 180)
    assert Amendement.objects.count() == 5
    assert Presence.objects.filter(etat="present").count() == 14
    assert Signature.objects.count() == 5


def test_the_report_is_sealed_and_its_seal_holds(demo):
    rapport = demo.rapport
    champs = ("numero", "titre", "texte")
    assert rapport.etat == "scelle"
    assert rapport.preconisations.count() == 30
    assert rapport.empreinte == empreinte(
        rapport.conclusions.values_list(*champs), rapport.preconisations.values_list(*champs)
    )


def test_the_months_told_are_past_in_the_journal_too_and_in_order(demo):
    lignes = list(Ligne.objects.filter(portee=demo.uuid).order_by("cree_le"))
    assert lignes[0].verbe == "dossiers.ouvrir"
    assert (lignes[-1].cree_le - lignes[0].cree_le).days > 180
    assert demo.plan.arrete_le == VersionDuPlan.objects.get().gelee_le > demo.rapport.remis_le


def test_each_role_has_its_account_and_reads_the_dossier(demo, client):
    for role, (email, *_) in GENS.items():
        compte = Compte.objects.get(email=email)
        assert Dossier.objects.visibles_par(Identite(compte)).get() == demo
        assert Participant.objects.get(compte=compte).roles == [role]
        client.force_login(compte)
        assert client.get(demo.adresse("evaluation:suivi")).status_code == 200
