import pytest
from django.urls import reverse

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("contenu")]

ADRESSE = reverse("sonar:historique")


def test_each_person_sees_her_own_sheets_only(
    client, client_de, remettre, membre, administratrice, etrangere
):
    remettre("uuuuuu")
    remettre("ssssss", par=client_de(etrangere))
    a_lui = [remettre(f, par=client_de(membre)) for f in ("uuuhsc", "hhhhhh")]
    lignes = client_de(membre).get(ADRESSE).context["lignes"]
    assert [tentative for tentative, _ in lignes] == a_lui[::-1]
    assert client_de(administratrice).get(ADRESSE).context["lignes"] == []


def test_an_anonymous_reader_is_asked_to_sign_in(client):
    response = client.get(ADRESSE)
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("nombre", [1, 5])
def test_the_history_costs_the_same_with_one_sheet_and_with_five(
    client_de, remettre, membre, django_assert_num_queries, nombre
):
    client = client_de(membre)
    for _ in range(nombre):
        remettre("uuuhsc", par=client)
    with django_assert_num_queries(4):  # session, account, sheets, answers
        client.get(ADRESSE)


def test_an_empty_history_invites_to_take_the_test(client_de, membre):
    page = client_de(membre).get(ADRESSE).content.decode()
    assert reverse("sonar:test") in page
