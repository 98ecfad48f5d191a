"""Every address of the platform: none reachable without an account unless it is on the list."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from tests.contrats.adresses import NOTRES, TOUTES, url_de
from tests.contrats.exemples import EXEMPLES, ROLES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("contenu")]


def demander(client: Client, nom: str, url: str) -> int:
    """GET, or POST where the address only accepts that."""
    response = client.get(url)
    if response.streaming:
        list(response)  # read to its end, which closes its file
    return client.post(url).status_code if response.status_code == 405 else response.status_code


def test_the_list_of_public_addresses_names_only_addresses_that_exist():
    assert set(TOUTES) >= settings.ADRESSES_PUBLIQUES


def test_every_address_that_holds_an_identifier_has_its_example():
    tenues = {nom for nom, arguments in NOTRES.items() if arguments}
    assert set(EXEMPLES) == tenues, "à compléter : EXEMPLES, dans tests/contrats/exemples.py"


SANS_COMPTE = settings.ADRESSES_PUBLIQUES | settings.ADRESSES_SELON_L_OBJET


@pytest.mark.contrat
@pytest.mark.parametrize("nom", sorted(set(NOTRES) - SANS_COMPTE))
def test_a_private_address_asks_an_anonymous_reader_to_sign_in(client, decor, nom):
    url = url_de(nom, decor)
    for response in (client.get(url), client.post(url)):
        assert response.status_code == 302
        assert response["Location"].startswith(reverse("account_login"))


@pytest.mark.contrat
@pytest.mark.parametrize("nom", sorted(set(NOTRES) & settings.ADRESSES_PUBLIQUES))
def test_a_public_address_never_asks_to_sign_in_and_never_breaks(client, decor, nom):
    response = client.get(url_de(nom, decor))
    assert response.status_code in {200, 302, 405, 409, 410, 503}
    assert not response.get("Location", "").startswith(reverse("account_login"))


@pytest.mark.contrat
@pytest.mark.parametrize("nom", sorted(ROLES))
def test_a_stranger_does_not_even_learn_that_it_exists(client_de, decor, nom):
    assert demander(client_de(decor.etrangere), nom, url_de(nom, decor)) == 404


@pytest.mark.contrat
@pytest.mark.parametrize("nom", sorted(nom for nom, role in ROLES.items() if role == "administrateur"))
def test_a_member_without_the_right_is_refused(client_de, decor, nom):
    assert demander(client_de(decor.membre), nom, url_de(nom, decor)) == 403


@pytest.mark.contrat
@pytest.mark.parametrize("nom", sorted(nom for nom, role in ROLES.items() if role == "membre"))
def test_a_member_with_the_right_gets_in(client_de, decor, nom):
    assert demander(client_de(decor.membre), nom, url_de(nom, decor)) in {200, 302}


@pytest.mark.contrat
@pytest.mark.parametrize("nom", sorted(ROLES))
def test_an_administrator_gets_in(client_de, decor, nom):
    assert demander(client_de(decor.administratrice), nom, url_de(nom, decor)) in {200, 302, 422}


ADMIN = sorted(
    nom
    for nom, arguments in TOUTES.items()
    if nom.startswith("admin:") and not arguments and "(" not in nom and nom != "admin:app_list"
)


@pytest.mark.contrat
@pytest.mark.parametrize("nom", sorted(set(ADMIN) - settings.ADRESSES_PUBLIQUES))
def test_the_admin_is_closed_to_people_who_are_not_staff(client_de, membre, nom):
    response = client_de(membre).get(reverse(nom))
    assert response.status_code in {302, 403, 404, 405}


def test_an_unknown_address_is_a_clear_french_404(client):
    response = client.get("/nulle-part/")
    assert response.status_code == 404
    assert '<html lang="fr">' in response.content.decode()
