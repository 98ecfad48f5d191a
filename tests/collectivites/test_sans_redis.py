"""Redis away: people still sign up, sign in and invite; nothing waits and nothing is lost."""

import pytest
from django.urls import reverse

from communs.collectivites.models import Compte
from communs.courrier.models import Courriel
from tests.conftest import MOT_DE_PASSE

pytestmark = pytest.mark.django_db


@pytest.fixture
def sans_redis(settings) -> None:
    absent = settings.CACHES["default"] | {"LOCATION": "unix:///nulle/part.sock?db=0"}
    settings.CACHES = {"default": absent}


def test_se_connecter_sans_redis(client, membre, sans_redis):
    response = client.post(reverse("account_login"), {"login": membre.email, "password": MOT_DE_PASSE})
    assert response["Location"] == "/espace/"


def test_s_inscrire_sans_redis(client, db, sans_redis):
    response = client.post(
        reverse("account_signup"), {"email": "denise@port-lumiere.example", "password1": MOT_DE_PASSE}
    )
    assert response.status_code == 302
    assert Compte.objects.count() == 1
    assert Courriel.objects.get().etat == "en_attente"


def test_inviter_sans_redis(client_de, administratrice, collectivite, sans_redis):
    response = client_de(administratrice).post(
        reverse("collectivites:invitations", args=["port-lumiere"]),
        {"adresses": "denise@port-lumiere.example", "role": "membre"},
    )
    assert response.status_code == 302
    assert Courriel.objects.count() == 1
