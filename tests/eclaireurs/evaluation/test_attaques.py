"""Addresses that a browser never sends."""

import pytest

from eclaireurs.evaluation.suivi.models import Tache
from tests.eclaireurs.evaluation.outils import adresse, saisie

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("ou", ["referer", "retour"])
def test_coming_from_an_address_that_is_none_leads_back_to_the_table(
    client_de, administratrice, evaluation, ou
):
    tache = Tache.objects.order_by("pk").first()
    corps = saisie(tache, note="Vu.") | ({"retour": "http://["} if ou == "retour" else {})
    entetes = {"referer": "http://["} if ou == "referer" else {}
    reponse = client_de(administratrice).post(
        adresse(evaluation, "ligne", "taches", tache.uuid), corps, headers=entetes
    )
    assert reponse.status_code == 302
    assert reponse.url == f"{adresse(evaluation)}#ligne-{tache.uuid}"
