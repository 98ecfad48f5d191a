"""From the report to the draw: services concerned, places, and what the draw refuses."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, InternalError, transaction

from communs.collectivites.models import Service
from communs.etats.services import Conflit
from communs.tirages import liste, preparation
from communs.tirages.enums import EtatTirage
from communs.tirages.liste import Candidat
from communs.tirages.models import Tirage
from communs.web.erreurs import Refus
from eclaireurs.evaluation.conclave import places
from tests.eclaireurs.evaluation.outils import adresse
from tests.outils.conclaves import Histoire, nommer

pytestmark = pytest.mark.django_db


def test_the_services_are_those_that_the_recommendations_concern_and_the_places_go_to_the_draw(histoire):
    histoire.preparer_le_tirage(Voirie=(3, 2), Écoles=(1, 1))
    tirage = histoire.tirage
    assert {(g.nom, g.places, g.suppleants) for g in tirage.groupes.all()} == {
        ("Voirie", 3, 2),
        ("Écoles", 1, 1),
    }
    assert tirage.inscrits.count() == 9


def test_nothing_is_drawn_before_the_report_is_presented_nor_without_a_service_concerned(histoire):
    with pytest.raises(ValidationError, match="pas remis"):
        histoire.franchir("preparer_le_tirage")
    for preconisation in histoire.evaluation.rapport.preconisations.all():
        preconisation.services.clear()
    histoire.evaluation.remettre()
    with pytest.raises(ValidationError, match="désignez-les"):
        histoire.franchir("preparer_le_tirage")
    assert histoire.conclave.etat == "preparation"


def test_elus_and_directors_are_on_the_list_as_excluded_and_never_come_out(histoire):
    elu, directrice, *autres = histoire.gens["Voirie"]
    nommer(elu, "elu")
    nommer(directrice, "direction")
    histoire.tirer(Voirie=(3, 0), Écoles=(1, 0))
    hors = {i.compte_id: i.exclusion for i in histoire.tirage.inscrits.exclude(exclusion="")}
    assert hors == {elu.pk: "elu", directrice.pk: "direction"}
    histoire.preciser()
    histoire.franchir("convoquer")
    assert {c.compte_id for c in histoire.convocations(service="Voirie")} == {c.pk for c in autres}


def test_more_places_than_people_is_said_with_what_to_do_and_nothing_is_lost(client_de, histoire):
    histoire.repartir(Voirie=(9, 2), Écoles=(2, 1))
    pilote = client_de(histoire.pilote.compte)
    page = pilote.get(adresse(histoire.evaluation, "conclave")).content.decode()
    assert "Plus de places que de monde" in page
    assert "«\u00a0Voirie\u00a0»\u00a0: 9 places à tirer, 5 agents peuvent y être tirés" in page
    histoire.preparer_le_tirage()
    page = pilote.get(adresse(histoire.evaluation, "conclave")).content.decode()
    assert "9 places à tirer, mais 5 personnes peuvent y être tirées" in page
    with pytest.raises(ValidationError):
        histoire.engager()
    assert histoire.tirage.etat == EtatTirage.PREPARATION
    assert histoire.tirage.inscrits.count() == 9


def test_an_empty_service_is_said_before_the_draw_and_blocks_only_its_commitment(client_de, histoire):
    vide = Service.objects.create(collectivite=histoire.evaluation.dossier.collectivite, nom="Archives")
    histoire.evaluation.rapport.preconisations.first().services.add(vide)
    page = client_de(histoire.pilote.compte).get(adresse(histoire.evaluation, "conclave")).content.decode()
    assert "«\u00a0Archives\u00a0»\u00a0: 2 places à tirer, et aucun membre à tirer dans Vigie" in page
    histoire.preparer_le_tirage()
    with pytest.raises(ValidationError, match="ce service est vide"):
        histoire.engager()


def test_a_person_met_in_two_services_is_counted_once_and_the_pilots_are_told(client_de, histoire):
    histoire.preparer_le_tirage()
    double = histoire.gens["Voirie"][0]
    rapport = liste.ajouter(
        identite=histoire.pilote,
        tirage=histoire.tirage,
        candidats=[Candidat(double.email, double.nom_affiche, "Écoles")],
    )
    assert (rapport.ajoutes, rapport.ailleurs) == (0, 1)
    assert histoire.tirage.inscrits.filter(reference=double.email).count() == 1
    page = client_de(histoire.pilote.compte).get(adresse(histoire.evaluation, "conclave")).content.decode()
    assert "comptée une seule fois, dans le premier" in page


def test_two_services_of_one_name_are_one_group_whose_places_add_up(histoire):
    collectivite = histoire.evaluation.dossier.collectivite
    parent = Service.objects.create(collectivite=collectivite, nom="Pôle nord")
    autre = Service.objects.create(collectivite=collectivite, nom="Voirie", parent=parent)
    histoire.evaluation.rapport.preconisations.first().services.add(autre)
    histoire.preparer_le_tirage()
    assert [(g.places, g.suppleants) for g in histoire.tirage.groupes.filter(nom="Voirie")] == [(4, 4)]


def test_once_committed_neither_the_places_nor_the_list_nor_a_known_seed_can_change(histoire):
    histoire.tirer()
    with pytest.raises(Refus):
        histoire.repartir(Voirie=(1, 1))
    with pytest.raises((IntegrityError, InternalError)), transaction.atomic():
        Tirage.objects.filter(pk=histoire.tirage.pk).update(graine="666666666666666666666666666666")
    with pytest.raises((IntegrityError, InternalError)), transaction.atomic():
        histoire.tirage.inscrits.update(groupe="Voirie")


def test_the_preparation_is_taken_again_unless_the_draw_is_committed(histoire):
    histoire.preparer_le_tirage()
    histoire.franchir("reprendre")
    assert (histoire.conclave.etat, histoire.conclave.tirage) == ("preparation", None)
    assert Tirage.objects.count() == 0
    histoire.preparer_le_tirage()
    histoire.engager()
    with pytest.raises(ValidationError, match="abandonnez-le"):
        histoire.franchir("reprendre")


def test_a_draw_deleted_on_its_own_page_leaves_a_conclave_that_can_start_again(client_de, histoire):
    histoire.preparer_le_tirage()
    histoire.tirage.delete()
    page = client_de(histoire.pilote.compte).get(adresse(histoire.evaluation, "conclave")).content.decode()
    assert "Ce tirage a été supprimé" in page
    histoire.franchir("reprendre")
    histoire.preparer_le_tirage()
    assert histoire.tirage.prepare


def test_two_pilots_at_once_the_second_is_told(histoire):
    conclave = histoire.conclave
    histoire.repartir(Voirie=(1, 1))
    with pytest.raises(Conflit):
        places.repartir(identite=histoire.pilote, conclave=conclave, version=conclave.version, places={})


@pytest.mark.parametrize("role", ["comite", "agent", "journaliste"])
def test_only_pilots_prepare(histoire, role):
    conclave = histoire.conclave
    with pytest.raises(PermissionDenied):
        places.repartir(identite=histoire.evaluation.identite(role), conclave=conclave, version=1, places={})


def test_who_is_named_a_director_after_the_list_was_made_blocks_the_commitment(histoire: Histoire):
    histoire.preparer_le_tirage(Voirie=(2, 1), Écoles=(2, 1))
    nommer(histoire.gens["Voirie"][0], "direction")
    with pytest.raises(ValidationError, match="élue"):
        histoire.engager()
    assert preparation.a_exclure(histoire.tirage)[0].compte == histoire.gens["Voirie"][0]
