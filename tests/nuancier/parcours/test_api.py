import pytest
from django.urls import reverse

from nuancier.parcours import api
from nuancier.parcours.enums import Visibilite
from tests.outils.parcours import composer, partager

pytestmark = pytest.mark.django_db
LISTE = "/api/v1/nuancier/parcours/"


def test_public_paths_are_listed_with_chips_licence_and_no_address_of_anybody(
    client, administratrice, parcours, teintes
):
    composer(administratrice, *teintes, titre="Privé")
    partager(parcours, Visibilite.PUBLIC)
    reponse = client.get(LISTE)
    contenu = reponse.json()
    assert (contenu["nombre"], contenu["page"], contenu["pages"]) == (1, 1, 1)
    assert contenu["licence"]["licence"] == "CC BY-NC-SA"
    (lu,) = contenu["resultats"]
    assert (lu["titre"], lu["auteur"], lu["jours"]) == ("Trois jours d’usages", "Alice Kerguelen", 3)
    assert [(p["rang"], p["teinte"], p["module"]) for p in lu["pastilles"]] == [
        (1, "4.1", "aller-voir"),
        (2, "4.2", "aller-voir"),
        (3, "4.3", None),
    ]
    assert administratrice.email not in reponse.content.decode()
    assert client.get(LISTE, headers={"if-none-match": reponse["ETag"]}).status_code == 304


def test_one_path_is_read_by_its_identifier_while_it_is_public(client, parcours):
    url = f"{LISTE}{parcours.uuid}/"
    assert client.get(url).status_code == 404
    publie = partager(parcours, Visibilite.PUBLIC)
    assert client.get(url).json()["parcours"]["uuid"] == str(parcours.uuid)
    partager(publie, Visibilite.PRIVE)
    assert client.get(url).status_code == 404


def test_pages_are_bounded_and_name_their_neighbours(client, administratrice, teintes, monkeypatch):
    monkeypatch.setattr(api, "PAR_PAGE", 1)
    for _ in range(2):
        partager(composer(administratrice, *teintes), Visibilite.PUBLIC)
    premiere = client.get(LISTE).json()
    assert premiere["precedente"] is None
    assert premiere["suivante"].endswith(f"{reverse('api_nuancier:parcours')}?page=2")
    assert client.get(LISTE, {"page": 3}).status_code == 404
    assert client.get(LISTE, {"page": -1}).status_code == 400


@pytest.mark.parametrize("combien", [1, 8])
def test_a_page_costs_the_same_however_many_paths(
    client, administratrice, teintes, django_assert_num_queries, combien
):
    for _ in range(combien):
        partager(composer(administratrice, *teintes * combien), Visibilite.PUBLIC)
    with django_assert_num_queries(4):
        client.get(LISTE)
