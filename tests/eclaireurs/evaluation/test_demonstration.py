"""The demonstration: an evaluation half-way, one account per role, nothing of it elsewhere."""

from collections import Counter

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from communs.collectivites.identite import Identite
from communs.collectivites.models import Compte, Service
from communs.dossiers.models import Commentaire, Dossier, Participant
from communs.dossiers.services import attentes
from communs.etats.models import Ligne
from communs.scrutins.models import Scrutin
from communs.scrutins.recits import conclusion
from communs.scrutins.resultats import depouiller
from eclaireurs.evaluation.cadrage.models import Presence, Signature
from eclaireurs.evaluation.demonstration.gens import GENS
from eclaireurs.evaluation.enquete.models import Enquete
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


def test_the_meetings_of_the_past_were_held(demo):
    etats = demo.rencontres.order_by("le").values_list("genre", "etat")
    assert list(etats) == [
        ("premier", "tenue"),
        ("intermediaire", "tenue"),
        ("conclave", "tenue"),
        ("final", "tenue"),
        ("fete", "prevue"),
    ]


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
    assert (demo.plan.articles.get().verse_le - demo.plan.arrete_le).days == 2
    assert demo.plan.arrete_le == VersionDuPlan.objects.get().gelee_le > demo.rapport.remis_le


def test_one_vote_is_counted_one_open_one_planned(demo):
    votes = Scrutin.objects.filter(dossier=demo).order_by("pk")
    assert list(votes.values_list("etat", "mode")) == [
        ("depouille", "classement"),
        ("ouvert", "approbation"),
        ("programme", "jugement"),
    ]
    assert [vote.emargements.count() for vote in votes] == [14, 2, 0]
    compte, ouvert, programme = votes
    assert conclusion(depouiller(compte))
    assert ouvert.recoit
    assert programme.ouvre_le > timezone.now()
    assert programme.jusqu_au > programme.ouvre_le


A_VOTER = "À voter\u00a0: Où tenir la fête de l’évaluation\u00a0?"


def test_what_waits_for_each_role_is_its_own_job(demo):
    """Beside her own tasks: the evaluator prepares, the committee gives its voice, journalists have none."""
    attendues = {}
    for role, (email, *_) in GENS.items():
        identite = Identite(Compte.objects.get(email=email))
        dossier = Dossier.objects.visibles_par(identite).select_related("collectivite").get(pk=demo.pk)
        taches = set(
            Tache.objects.filter(responsable__compte=identite.compte).values_list("titre", flat=True)
        )
        dites = [attente.texte for _, attente in attentes(identite, [dossier])]
        attendues[role] = [texte for texte in dites if texte not in taches]
    assert attendues["evaluateur"] == [
        "À préparer\u00a0: Fête de l’évaluation",
        "2 engagements à lire et à signer",
        "3 contributions à relire",
    ]
    assert attendues["applicateur"][0] == A_VOTER
    assert attendues["comite"] == [A_VOTER]
    assert attendues["agent"] == attendues["journaliste"] == []


def test_each_role_has_its_account_and_reads_the_dossier(demo, client):
    for role, (email, *_) in GENS.items():
        compte = Compte.objects.get(email=email)
        assert Dossier.objects.visibles_par(Identite(compte)).get() == demo
        assert Participant.objects.get(compte=compte).roles == [role]
        client.force_login(compte)
        assert client.get(demo.adresse("evaluation:suivi")).status_code == 200


def test_the_survey_is_open_and_half_read(demo, client):
    enquete = Enquete.objects.get(dossier=demo)
    assert enquete.ouverte
    assert Counter(enquete.contributions.values_list("etat", flat=True)) == {
        "acceptee": 4,
        "recue": 3,
        "refusee": 1,
        "a_reprendre": 1,
    }
    html = client.get(enquete.adresse_publique).content.decode()
    assert "Mettez une boîte de retour sur le port" in html
    assert "Je monte pour le livre" in html
    for secret in ("Je suis agent de la commune", "De l’intérieur, jamais", "la clé est dans mon tiroir"):
        assert secret not in html
