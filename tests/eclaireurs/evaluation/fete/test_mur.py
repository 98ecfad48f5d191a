"""The wall: what it shows, of which dossiers, to whom; at every door."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from communs.collectivites.identite import Identite
from communs.dossiers.enums import Visibilite
from communs.etats.tables import franchir
from eclaireurs.evaluation.fete import lecture, mur, services
from eclaireurs.evaluation.fete.livrets import _contexte_bilan, _contexte_programme
from eclaireurs.evaluation.fete.models import Fete
from eclaireurs.evaluation.suivi.models import Action, Plan
from eclaireurs.evaluation.suivi.transitions import ACTION
from tests.outils.dossiers import montrer
from tests.outils.evaluations import creer_evaluation, remplir_le_plan
from tests.outils.fetes import creneau, proposer, salle

pytestmark = pytest.mark.django_db


def avancer(evaluation, code, *gestes, motif=""):
    action = next(a for a in evaluation.plan.actions.all() if a.code == code)
    for geste in gestes:
        identite = evaluation.identite("applicateur")
        franchir(ACTION, identite=identite, objet=action, nom=geste, motif=motif, code=code)


def colonnes(pan):
    return {cle: [p.action.code for p in pierres] for cle, _, pierres in pan.colonnes}


def test_the_wall_sorts_actions_by_where_they_stand_and_says_why(en_oeuvre, fete):
    avancer(en_oeuvre, "1.1", "bloquer", motif="Le marché est infructueux.")
    avancer(en_oeuvre, "1.2", "abandonner", motif="Les élus n’en veulent plus.")
    Action.objects.get(titre="Action 2.1").taches.all().delete()
    avancer(en_oeuvre, "2.1", "commencer", "achever")
    (pan,) = mur.lire(fete)
    assert colonnes(pan) == {
        "faites": ["2.1"],
        "bloquees": ["1.1"],
        "en-route": ["2.2"],
        "abandonnees": ["1.2"],
    }
    assert pan.bloquees[0].raison == "Le marché est infructueux."
    assert pan.abandonnees[0].raison == "Les élus n’en veulent plus."


def test_the_latest_reason_is_the_one_on_the_wall(en_oeuvre, fete):
    avancer(en_oeuvre, "1.1", "bloquer", motif="Le marché est infructueux.")
    avancer(en_oeuvre, "1.1", "debloquer")
    avancer(en_oeuvre, "1.1", "bloquer", motif="Le camion est en panne.")
    assert mur.lire(fete)[0].bloquees[0].raison == "Le camion est en panne."


def test_a_plan_that_the_committee_has_not_decided_shows_no_action(evaluation, fete):
    montrer(evaluation.dossier, Visibilite.COLLECTIVITE)
    (pan,) = mur.lire(fete)
    assert (pan.engage, pan.total) == (False, 0)


def test_however_many_evaluations_the_wall_asks_the_same_number_of_queries(
    en_oeuvre, fete, administratrice, collectivite, django_assert_num_queries
):
    avancer(en_oeuvre, "1.1", "bloquer", motif="Le marché est infructueux.")
    for _ in range(3):
        autre = creer_evaluation(administratrice, collectivite)
        remplir_le_plan(autre, preconisations=2, actions=3, taches=0)
        autre.arreter()
        montrer(autre.dossier, Visibilite.COLLECTIVITE)
    fete = Fete.objects.select_related("collectivite").get()
    with django_assert_num_queries(4):
        assert [p.total for p in mur.lire(fete)] == [4, 6, 6, 6]


# --- what is private -----------------------------------------------------------------------------

SECRET = "La lecture publique"


@pytest.fixture
def prive(en_oeuvre):
    montrer(en_oeuvre.dossier, Visibilite.PRIVE)
    return en_oeuvre


PORTES = ["fete:fete", "fete:mur", "fete:projection", "fete:proposer", "fete:agenda"]


@pytest.mark.parametrize("porte", PORTES)
def test_nothing_of_a_private_dossier_is_behind_any_door(client_de, membre, prive, fete, porte):
    page = client_de(membre).get(fete.adresse(porte))
    assert page.status_code == 200
    assert SECRET not in page.content.decode()
    assert "Action 1.1" not in page.content.decode()


def test_nor_in_what_is_printed(prive, fete):
    assert _contexte_bilan(fete, {})["chapitres"] == []
    assert _contexte_programme(fete, {})["pans"] == []


def test_its_pilots_put_it_on_the_wall_and_take_it_off(client_de, membre, prive, fete):
    pilote = prive.identite("applicateur")
    donnees = {"dossier": prive.dossier.uuid, "au_mur": "on"}
    client_de(pilote.personne).post(fete.adresse("fete:afficher"), donnees)
    assert SECRET in client_de(membre).get(fete.adresse("fete:mur")).content.decode()
    client_de(pilote.personne).post(fete.adresse("fete:afficher"), {"dossier": prive.dossier.uuid})
    assert SECRET not in client_de(membre).get(fete.adresse("fete:mur")).content.decode()


def test_nobody_else_puts_it_there_not_even_an_administrator_who_reads_it_not(client_de, membre, prive, fete):
    reponse = client_de(membre).post(
        fete.adresse("fete:afficher"), {"dossier": prive.dossier.uuid, "au_mur": "on"}
    )
    assert reponse.status_code == 404
    agent = prive.identite("agent")
    fete.collectivite.adhesions.create(compte=agent.personne)
    with pytest.raises(PermissionDenied):
        services.afficher(identite=Identite(agent.personne), fete=fete, dossier=prive.dossier, au_mur=True)
    assert mur.lire(fete) == []


def test_a_session_about_a_dossier_that_left_the_wall_no_longer_names_it(client_de, membre, prive, fete):
    pilote = prive.identite("applicateur")
    services.afficher(identite=pilote, fete=fete, dossier=prive.dossier, au_mur=True)
    atelier = proposer(
        membre, fete, salle=salle(fete), creneau=creneau(fete), action=prive.plan.actions.all()[0]
    )
    assert "Action 1.1" in client_de(membre).get(atelier.get_absolute_url()).content.decode()
    services.afficher(identite=pilote, fete=fete, dossier=prive.dossier, au_mur=False)
    page = client_de(membre).get(atelier.get_absolute_url()).content.decode()
    assert SECRET not in page
    assert "Action 1.1" not in page
    assert lecture.programme(fete).tenus[0].sujet == ""


def test_a_dossier_that_members_read_is_not_put_on_the_wall_twice(en_oeuvre, fete):
    with pytest.raises(ValidationError, match="il est au mur de lui-même"):
        services.afficher(
            identite=en_oeuvre.identite("applicateur"), fete=fete, dossier=en_oeuvre.dossier, au_mur=True
        )


def test_a_deleted_dossier_leaves_the_wall(en_oeuvre, fete):
    en_oeuvre.dossier.supprime_le = en_oeuvre.dossier.cree_le
    en_oeuvre.dossier.save()
    assert mur.lire(fete) == []


def test_no_person_is_named_on_the_wall(client_de, membre, en_oeuvre, fete):
    Action.objects.update(responsable=en_oeuvre.gens["agent"])
    Plan.objects.update(version=2)
    page = client_de(membre).get(fete.adresse("fete:mur")).content.decode()
    assert "Action 1.1" in page
    assert "Agent" not in page.split('id="mur"')[1].split("annonce")[0]


def test_another_collectivite_sees_nothing(client_de, etrangere, autre_collectivite, en_oeuvre, fete):
    for porte in PORTES:
        assert client_de(etrangere).get(fete.adresse(porte)).status_code == 404
