"""Gestures that bear the name of another one."""

from uuid import uuid4

import pytest

from eclaireurs.evaluation.conclave.tableau.models import Proposition, Trait
from tests.outils.tableaux import VIF, envoi, navigateur_de

pytestmark = pytest.mark.django_db


def test_an_addition_under_the_name_of_another_gesture_is_refused_and_breaks_nothing(table, nolwenn):
    action = table.ajouter("Ouvrir le soir")
    demande, nolwenn_ici = uuid4(), navigateur_de(nolwenn)
    ecrit = nolwenn_ici.post(
        table.adresse("proposition", action.uuid), envoi(demande, titre=("Ouvrir tard", 1)), **VIF
    )
    assert ecrit.status_code == 200
    reponse = nolwenn_ici.post(
        table.adresse("ajouter_proposition", table.preconisation().uuid),
        {"titre": "Une navette", "demande": str(demande)},
        **VIF,
    )
    assert reponse.status_code == 422
    assert "déjà servi" in reponse.json()["refus"]
    assert Proposition.objects.count() == 1
    assert Trait.objects.count() == 2


@pytest.mark.parametrize("annee", ["0001", "9999"])
def test_a_line_has_years_that_a_calendar_can_tell(table, nolwenn, annee):
    action = table.ajouter("Ouvrir le soir")
    reponse = navigateur_de(nolwenn).post(
        table.adresse("proposition", action.uuid), envoi(fin_le=(f"{annee}-12-31", 1)), **VIF
    )
    assert reponse.status_code == 422
    assert "plausible" in reponse.json()["erreurs"]["fin_le"]
    assert table.relue(action).fin_le is None


def test_a_line_kept_open_is_not_read_while_the_table_is_prepared_again(client_de, table, nolwenn):
    action = table.ajouter("Ouvrir le soir")
    adresse, nolwenn_ici = table.adresse("proposition", action.uuid), navigateur_de(nolwenn)
    assert "Ouvrir le soir" in nolwenn_ici.get(adresse).content.decode()
    table.avancer("suspendre")
    reponse = nolwenn_ici.get(adresse)
    assert reponse.status_code == 409
    assert "Ouvrir le soir" not in reponse.content.decode()
    assert client_de(table.pilote).get(adresse).status_code == 200
