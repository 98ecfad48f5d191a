"""What the tracking table already plans comes onto the conclave's table, and goes back completed."""

from datetime import date
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied

from communs.etats.tables import franchir
from communs.web.erreurs import Refus
from eclaireurs.evaluation.cadrage.models import Rencontre
from eclaireurs.evaluation.conclave.tableau import lecture, services
from eclaireurs.evaluation.conclave.tableau.models import Proposition
from eclaireurs.evaluation.conclave.tableau.reprise import reprendre
from eclaireurs.evaluation.conclave.tableau.saisies import Saisie
from eclaireurs.evaluation.suivi import lignes
from eclaireurs.evaluation.suivi.models import Action, Tache
from eclaireurs.evaluation.suivi.transitions import ACTION
from tests.outils.conclaves import Histoire
from tests.outils.tableaux import Table, convive, navigateur_de

pytestmark = pytest.mark.django_db


@pytest.fixture
def reprise(table: Table) -> Table:
    """Two recommendations of two actions of two tasks, on the table as they are planned."""
    assert reprendre(identite=table.identite, dossier=table.evaluation.dossier) == 4
    table.relire()
    return table


def posee(table: Table, ligne: Action | Tache) -> Proposition:
    return table.relue(Proposition.objects.get(uuid=ligne.uuid))


def changer(table: Table, ligne: Action | Tache, qui=None, **champs: object) -> None:
    saisies = {nom: Saisie(valeur, 1) for nom, valeur in champs.items()}
    services.ecrire(
        convive=qui or table.anime, proposition=posee(table, ligne), saisies=saisies, demande=uuid4()
    )


def test_planned_actions_are_on_the_table_with_their_tasks(reprise):
    [premiere, seconde] = lecture.sections(reprise.tableau, lecture.preconisations(reprise.tableau))
    assert [a.objet.titre for a in premiere.actions] == ["Action 1.1", "Action 1.2"]
    assert [t.titre for t in seconde.actions[0].taches] == [
        "Tâche 1 de Action 2.1",
        "Tâche 2 de Action 2.1",
    ]
    assert premiere.actions[0].objet.service.nom == "Direction de la culture"
    assert "Action 1.1" in {apres for t in lecture.journal(reprise.tableau) for _, _, apres in t.quoi}


def test_a_line_says_that_it_is_already_planned(reprise, client_de, administratrice):
    reprise.ajouter("Tout neuf")
    page = client_de(administratrice).get(reprise.adresse()).content.decode()
    assert page.count("Déjà au tableau de suivi") == 4


def test_screens_that_are_open_see_them_come(table):
    avant = table.relire().version
    reprendre(identite=table.identite, dossier=table.evaluation.dossier)
    assert len(lecture.changements(table.relire(), avant).actions) == 4


def test_once_is_enough_and_what_the_room_took_out_stays_out(reprise):
    action = Action.objects.get(titre="Action 1.1")
    services.retirer(convive=reprise.anime, proposition=posee(reprise, action), demande=uuid4())
    assert reprendre(identite=reprise.identite, dossier=reprise.evaluation.dossier) == 0
    assert not posee(reprise, action).visible


def test_at_the_closing_only_what_the_room_changed_is_written_there(reprise, nolwenn):
    action, tache = Action.objects.get(titre="Action 1.1"), Tache.objects.get(titre="Tâche 1 de Action 1.1")
    Action.objects.filter(pk=action.pk).update(debut_le=date(2027, 1, 4), note="Vu avec le port")
    changer(reprise, action, convive(nolwenn), description="Avec un banc.")
    reprise.ajouter("Choisir les arrêts", action=posee(reprise, action))
    assert services.verser(reprise.identite, reprise.evaluation.dossier) == 2
    action.refresh_from_db()
    assert (action.titre, action.description) == ("Action 1.1", "Avec un banc.")
    assert action.debut_le == date(2027, 1, 4)  # written there meanwhile, untouched by the room
    assert action.note.startswith("Vu avec le port · Conclave du")
    assert list(action.taches.values_list("titre", flat=True))[-1] == "Choisir les arrêts"
    tache.refresh_from_db()
    assert (tache.version, tache.note) == (1, "")
    assert (Action.objects.count(), Tache.objects.count()) == (4, 9)
    assert services.verser(reprise.identite, reprise.evaluation.dossier) == 0


def test_a_task_that_the_room_changed_is_changed_there(reprise):
    tache = Tache.objects.get(titre="Tâche 1 de Action 1.1")
    changer(reprise, tache, titre="Mesurer les trottoirs", fin_le=date(2027, 6, 30))
    services.verser(reprise.identite, reprise.evaluation.dossier)
    tache.refresh_from_db()
    assert (tache.titre, tache.fin_le) == ("Mesurer les trottoirs", date(2027, 6, 30))


def test_dates_that_no_longer_follow_each_other_are_the_rooms(reprise):
    action = Action.objects.get(titre="Action 1.1")
    changer(reprise, action, fin_le=date(2027, 3, 1))
    lignes.enregistrer(
        identite=reprise.identite, ligne=action, version=1, champs={"debut_le": date(2027, 5, 1)}
    )
    services.verser(reprise.identite, reprise.evaluation.dossier)
    action.refresh_from_db()
    assert (action.debut_le, action.fin_le) == (None, date(2027, 3, 1))


def test_what_is_taken_out_of_the_table_stays_in_the_plan(reprise):
    action = Action.objects.get(titre="Action 1.1")
    services.retirer(convive=reprise.anime, proposition=posee(reprise, action), demande=uuid4())
    services.verser(reprise.identite, reprise.evaluation.dossier)
    assert Action.objects.filter(pk=action.pk, version=1).exists()


def test_what_is_settled_does_not_come(table):
    evaluation = table.evaluation
    evaluation.remettre()
    evaluation.presenter()
    action = Action.objects.get(titre="Action 1.1")
    identite = evaluation.identite("applicateur")
    franchir(ACTION, identite=identite, objet=action, nom="ecarter", motif="Trop cher.", code="1.1")
    assert reprendre(identite=table.identite, dossier=evaluation.dossier) == 3


def test_it_opens_with_the_conclave_and_once_closed_the_meeting_was_held(evaluation):
    histoire = Histoire(evaluation)
    histoire.convoquer()
    histoire.ouvrir()
    assert Proposition.objects.filter(action=None).count() == 4
    Rencontre.objects.filter(genre="conclave").update(le=histoire.conclave.le)  # the day that came
    histoire.franchir("clore")
    assert Rencontre.objects.get(genre="conclave").etat == "tenue"


def test_a_recommendation_takes_no_more_than_the_table_holds(table, monkeypatch):
    monkeypatch.setattr("eclaireurs.evaluation.conclave.tableau.reprise.PROPOSITIONS_MAX", 1)
    table.ajouter("Ouvrir le soir")
    assert reprendre(identite=table.identite, dossier=table.evaluation.dossier) == 1
    assert Proposition.objects.filter(action=None, preconisation__numero=1).count() == 1


def test_only_those_who_lead_and_only_while_it_is_open(table):
    with pytest.raises(PermissionDenied):
        reprendre(identite=table.evaluation.identite("comite"), dossier=table.evaluation.dossier)
    table.avancer("clore")
    with pytest.raises(Refus):
        reprendre(identite=table.identite, dossier=table.evaluation.dossier)


def test_who_leads_brings_them_from_the_page_and_nobody_else_is_offered_it(
    table, nolwenn, client_de, administratrice
):
    client = client_de(administratrice)
    assert "Reprendre 4 actions déjà prévues" in client.get(table.adresse()).content.decode()
    assert "déjà prévue" not in navigateur_de(nolwenn).get(table.adresse()).content.decode()
    reponse = client.post(table.adresse("preparer_le_tableau_martyr"), follow=True)
    assert "4 actions du tableau de suivi sont sur la table." in reponse.content.decode()
    assert "déjà prévue" not in reponse.content.decode()
