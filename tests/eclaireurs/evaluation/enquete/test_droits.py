"""Every door of the survey's desk, for everybody: a stranger, a member without role, each role."""

import pytest

from communs.dossiers.enums import Visibilite
from eclaireurs.evaluation.enquete.contributions import Contribution
from eclaireurs.evaluation.enquete.models import Enquete
from tests.outils.dossiers import montrer
from tests.outils.enquetes import contribuer

pytestmark = pytest.mark.django_db

PILOTES = {"evaluateur", "applicateur"}
PORTES = {
    "régler": ("regler_enquete", False, "get", {"evaluateur"}),
    "publier": ("enquete_etape", False, "post", {"evaluateur"}),
    "choisir ce qui est public": ("choisir_enquete", False, "get", {"evaluateur"}),
    "choisir, en posant": ("choisir_enquete", False, "post", {"evaluateur"}),
    "la file": ("contributions", False, "get", PILOTES),
    "une contribution": ("contribution", True, "get", PILOTES),
    "décider": ("decider_contribution", True, "post", PILOTES),
}


@pytest.fixture
def contribution(enquete) -> Contribution:
    return contribuer(enquete)


@pytest.mark.parametrize("porte", PORTES)
@pytest.mark.parametrize("role", ["evaluateur", "applicateur", "comite", "agent", "journaliste"])
def test_each_role_opens_its_own_doors(client_de, equipe, chez, contribution, porte, role):
    nom, de_contribution, methode, ouvrent = PORTES[porte]
    adresse = chez(nom, *([contribution.uuid] if de_contribution else []))
    client = client_de(equipe.identite(role).personne)
    donnees = {"geste": "clore"} if nom == "enquete_etape" else {}
    code = getattr(client, methode)(adresse, donnees).status_code
    assert (code != 403) is (role in ouvrent)
    assert Contribution.objects.get().etat == "recue"


@pytest.mark.parametrize("porte", [*PORTES, "le bureau"])
def test_strangers_and_members_of_elsewhere_learn_nothing(
    client, client_de, etrangere, membre, chez, contribution, porte
):
    nom, de_contribution, methode, _ = PORTES.get(porte, ("enquete", False, "get", set()))
    adresse = chez(nom, *([contribution.uuid] if de_contribution else []))
    assert getattr(client, methode)(adresse).status_code == 302
    for compte in (etrangere, membre):
        assert getattr(client_de(compte), methode)(adresse).status_code == 404


def test_only_the_evaluator_publishes_and_closes(client_de, equipe, chez, enquete):
    applicateur = client_de(equipe.identite("applicateur").personne)
    assert applicateur.post(chez("enquete_etape"), {"geste": "clore"}).status_code == 403
    assert Enquete.objects.get().etat == "publiee"


@pytest.mark.parametrize("role", ["comite", "agent", "journaliste"])
def test_participants_read_where_it_stands_and_none_of_what_waits(
    client_de, equipe, chez, contribution, role
):
    html = client_de(equipe.identite(role).personne).get(chez()).content.decode()
    assert equipe.dossier.enquete.code_lisible in html
    assert "à relire" not in html


def test_who_reads_an_open_dossier_reads_where_it_stands(client, equipe, chez, administratrice, enquete):
    montrer(equipe.dossier, Visibilite.PUBLIC)
    reponse = client.get(chez())
    assert reponse.status_code == 200
    assert client.get(chez("contributions")).status_code == 302


def test_a_contribution_of_another_dossier_is_not_reached(
    alice, client_de, equipe, chez, contribution, administratrice, collectivite
):
    from tests.outils.evaluations import creer_evaluation

    autre = creer_evaluation(administratrice, collectivite).dossier
    for nom in ("contribution", "decider_contribution"):
        adresse = autre.adresse(f"evaluation:{nom}", contribution.uuid)
        assert alice.post(adresse, {"geste": "accepter", "version": 1}).status_code in {404, 405}
    assert Contribution.objects.get().etat == "recue"
