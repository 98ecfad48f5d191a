"""Answers that come too late for the ledger, and papers that outlive a name."""

import pytest

from communs.collectivites import services as collectivites
from communs.collectivites.models import Compte
from communs.livrets.models import Livret
from communs.livrets.services import demander
from communs.tirages import suites
from communs.tirages.enums import MotifRefus
from eclaireurs.evaluation.conclave.livrets import CONVOCATION, CONVOCATIONS, FEUILLE
from tests.eclaireurs.evaluation.outils import adresse

pytestmark = pytest.mark.django_db


def test_who_lost_her_place_on_the_page_of_the_draw_is_told_so(client, convoque):
    convocation = convoque.une()
    suites.refuser(
        identite=convoque.pilote,
        tirage=convoque.tirage,
        inscrit=convocation.inscrit,
        motif=MotifRefus.EMPECHEE,
    )
    reponse = client.post(convocation.adresse_secrete, {"reponse": "acceptee"}, follow=True)
    assert reponse.status_code == 200
    assert "cette place n’est plus la vôtre" in reponse.content.decode()
    convocation.refresh_from_db()
    assert convocation.reponse == "attendue"


def test_the_papers_that_named_somebody_go_with_her_account(convoque):
    convocation, autre = convoque.une("Voirie"), convoque.une("Écoles")
    for objet in (convocation, autre):
        demander(gabarit=CONVOCATION, objet=objet, identite=convoque.pilote)
    for papier in (CONVOCATIONS, FEUILLE):
        demander(gabarit=papier, objet=convoque.conclave, identite=convoque.pilote)
    collectivites.supprimer_compte(compte=Compte.objects.get(pk=convocation.compte_id))
    assert list(Livret.objects.values_list("gabarit", "reference")) == [(CONVOCATION, autre.jeton)]


@pytest.mark.parametrize("le", ["0001-01-05", "9999-12-31"])
def test_a_conclave_has_a_day_that_a_calendar_can_tell(client_de, convoque, le):
    conclave = convoque.conclave
    champs = {"version": conclave.version, "debut": "20:00", "lieu": "La criée", "le": le}
    alice = client_de(convoque.pilote.compte)
    reponse = alice.post(adresse(convoque.evaluation, "conclave_preciser"), champs)
    assert reponse.status_code == 422
    assert "plausible" in reponse.content.decode()
