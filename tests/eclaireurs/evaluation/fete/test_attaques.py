"""Forms that come back where they have no place, and what a session keeps."""

from datetime import date
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError

from communs.collectivites import services as collectivites
from communs.collectivites.identite import Identite
from communs.etats.tables import franchir
from communs.livrets.models import Livret
from communs.livrets.services import demander
from eclaireurs.evaluation.fete import decisions, services
from eclaireurs.evaluation.fete.enums import BILAN, PROGRAMME
from eclaireurs.evaluation.fete.models import Atelier, Decision, Fete
from eclaireurs.evaluation.suivi.models import Action
from eclaireurs.evaluation.suivi.transitions import ACTION
from tests.outils import fetes

pytestmark = pytest.mark.django_db
SERVI = "déjà servi"


def test_a_form_that_prepared_a_fete_elsewhere_is_said_to_have_served(
    etrangere, autre_collectivite, administratrice, fete
):
    champs = {nom: getattr(fete, nom) for nom in ("le", "debut", "fin", "lieu", "mot")}
    with pytest.raises(ValidationError, match=SERVI):
        services.preparer(
            identite=Identite(etrangere), collectivite=autre_collectivite, champs=champs, demande=fete.uuid
        )
    assert Fete.objects.count() == 1


def test_a_form_that_proposed_a_session_elsewhere_is_said_to_have_served(
    client_de, administratrice, collectivite, fete
):
    atelier = fetes.proposer(administratrice, fete)
    suivante = fetes.preparer(administratrice, collectivite, le=date(2027, 12, 2))
    fetes.avancer(administratrice, suivante, "annoncer")
    reponse = client_de(administratrice).post(
        suivante.adresse("fete:proposer"), {"titre": "Encore", "demande": str(atelier.uuid)}
    )
    assert reponse.status_code == 422
    assert SERVI in reponse.content.decode()
    assert Atelier.objects.count() == 1


def test_a_form_that_noted_a_decision_elsewhere_is_said_to_have_served(
    client_de, administratrice, fete, en_oeuvre
):
    premier, second = (fetes.proposer(administratrice, fete, titre) for titre in ("Un", "Deux"))
    une, autre = Action.objects.filter(plan=en_oeuvre.plan).order_by("pk")[:2]
    demande = uuid4()
    commun = {"genre": "arreter", "motif": "Plus personne n’en veut."}
    decisions.noter(
        identite=Identite(administratrice), atelier=premier, action=une, demande=demande, **commun
    )
    reponse = client_de(administratrice).post(
        second.fete.adresse("fete:decider", second.uuid),
        {"action": str(autre.uuid), "demande": str(demande), **commun},
    )
    assert reponse.status_code == 422
    assert SERVI in reponse.content.decode()
    assert Decision.objects.get().atelier == premier


@pytest.mark.parametrize("quoi", ["preparer", "proposer"])
def test_a_form_damaged_on_its_way_says_so(client_de, administratrice, fete, quoi):
    adresse = fete.adresse("fete:proposer")
    if quoi == "preparer":
        adresse = fete.adresse("fete:fete").replace(str(fete.uuid), "preparer")
    reponse = client_de(administratrice).post(adresse, {"titre": "Un", "demande": "abîmée"})
    assert reponse.status_code == 422
    assert "abîmé en route" in reponse.content.decode()


@pytest.mark.parametrize("annee", ["0001", "9999"])
def test_a_fete_has_a_year_that_a_calendar_can_tell(client_de, administratrice, fete, annee):
    champs = {"debut": "09:00", "fin": "17:00", "lieu": "La criée", "version": fete.version}
    alice = client_de(administratrice)
    reponse = alice.post(fete.adresse("fete:modifier"), champs | {"le": f"{annee}-12-31"})
    assert reponse.status_code == 422
    assert "plausible" in reponse.content.decode()
    assert alice.get(fete.adresse("fete:agenda")).status_code == 200


def test_a_session_edited_once_its_action_is_done_still_says_which_it_was(
    client_de, administratrice, fete, en_oeuvre
):
    action = Action.objects.filter(plan=en_oeuvre.plan).order_by("pk")[0]
    atelier = fetes.proposer(administratrice, fete, action=action)
    franchir(
        ACTION,
        identite=en_oeuvre.identite("applicateur"),
        objet=action,
        nom="abandonner",
        motif="Le bus est vendu.",
        code=action.code,
    )
    alice, adresse = client_de(administratrice), fete.adresse("fete:modifier_atelier", atelier.uuid)
    assert f'value="a{action.pk}" selected' in alice.get(adresse).content.decode()
    alice.post(adresse, {"titre": "Après le bus", "sujet": f"a{action.pk}", "version": atelier.version})
    atelier.refresh_from_db()
    assert (atelier.titre, atelier.action_id) == ("Après le bus", action.pk)


def test_the_booklets_that_named_who_held_a_session_go_with_her_account(membre, administratrice, fete):
    fetes.proposer(membre, fete)
    demander(gabarit=PROGRAMME, objet=fete, identite=Identite(administratrice))
    demander(gabarit=BILAN, objet=fete, identite=Identite(administratrice))
    collectivites.supprimer_compte(compte=membre)
    assert not Livret.objects.exists()
