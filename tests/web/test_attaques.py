"""What a hostile hand writes where nothing looks like a form: addresses, cookies, years."""

import pytest
from django.core.exceptions import ValidationError
from django.forms import CharField, DateField, DateTimeField, Form

from communs.web.champs import IMPLAUSIBLE, dater_plausiblement

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "adresse",
    [
        "/s/%00/",
        "/s/ABC%00EF/",
        "/s/%00/version/",
        "/s/%00/reprendre/",
        "/vote/a%00b/",
        "/vote/a%00b/recu/c/",
        "/questionnaire/a%00b/",
        "/relais/a%00b/",
        "/relais/a%00b/saisir/",
        "/conclave/a%00b/",
        "/conclave/a%00b/conclave.ics",
        "/enquete/%00/",
        "/enquete/suivi/a%00b/",
        "/dossiers/lien/a%00b/",
    ],
)
def test_an_address_that_holds_a_nul_is_no_page(client, adresse):
    for methode in (client.get, client.post):
        reponse = methode(adresse)
        assert reponse.status_code == 404
        assert "n’existe pas" in reponse.content.decode()


@pytest.mark.parametrize("nom", ["vigie_session", "vigie_conclave", "csrftoken"])
def test_a_cookie_that_holds_a_nul_is_no_cookie(client, nom):
    valeur = "a" * 31 + r"\000"
    assert client.get("/compte/connexion/", headers={"cookie": f'{nom}="{valeur}"'}).status_code == 200


class _Dates(Form):
    jour = DateField(required=False)
    instant = DateTimeField(required=False)
    mot = CharField(required=False)

    def __init__(self, *args: object) -> None:
        super().__init__(*args)
        dater_plausiblement(self.fields.values())


@pytest.mark.parametrize("annee", ["0001", "1899", "2200", "9999"])
def test_a_year_that_no_calendar_can_count_from_is_refused(annee):
    formulaire = _Dates({"jour": f"{annee}-01-01", "instant": f"{annee}-12-31T23:59", "mot": annee})
    assert formulaire.errors == {"jour": [IMPLAUSIBLE], "instant": [IMPLAUSIBLE]}


def test_an_old_photo_and_a_far_plan_have_their_dates():
    assert _Dates({"jour": "1900-01-01", "instant": "2199-12-31T23:59"}).is_valid()
    assert _Dates({}).is_valid()
    with pytest.raises(ValidationError):
        DateField().clean("pas une date")
