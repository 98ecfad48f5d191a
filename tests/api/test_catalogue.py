"""The search for programs: the same findings as the page, in bounded pages."""

from urllib.parse import urlsplit

import pytest
from django.urls import reverse

from communs.catalogue.services import synchroniser
from tests.api.outils import probleme

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("contenu")]

ADRESSE = "/api/v1/catalogue/"


@pytest.fixture
def quarante_cinq(contenu) -> None:
    synchroniser(
        "portrait",
        [{"cle": f"essai-{n:02}", "titre": f"Essai {n:02}", "adresse": f"/sonar/?{n}"} for n in range(45)],
    )


def chercher(client, **parametres):
    response = client.get(ADRESSE, parametres)
    assert response.status_code == 200, response.content
    return response.json()


def test_a_search_finds_what_the_page_finds_in_the_same_order(client):
    lu = chercher(client, q="égalité")
    page = client.get(reverse("catalogue:recherche"), {"q": "égalité"}).content.decode()
    chemins = [urlsplit(trouve["adresse"]).path for trouve in lu["resultats"]]
    assert lu["nombre"] == len(chemins) > 0
    assert sorted(chemins, key=lambda chemin: page.index(f'href="{chemin}"')) == chemins
    assert not lu["approche"]
    assert "\ue000" not in str(lu)


def test_typing_errors_are_forgiven_and_said(client):
    lu = chercher(client, q="hybridaton")
    assert lu["approche"]
    assert any(trouve["cle"] == "hybridation" for trouve in lu["resultats"])


def test_nothing_asked_and_nothing_found_are_empty_lists(client):
    for parametres in ({}, {"q": "xyzzyqwv"}, {"q": "   "}):
        lu = chercher(client, **parametres)
        assert (lu["nombre"], lu["pages"], lu["resultats"]) == (0, 0, [])
        assert (lu["precedente"], lu["suivante"]) == (None, None)


def test_pages_are_bounded_and_lead_to_each_other(client, quarante_cinq):
    vues, adresse = [], f"{ADRESSE}?q=essai&type=portrait"
    while adresse:
        lu = client.get(adresse).json()
        assert (lu["nombre"], lu["pages"]) == (45, 3)
        vues.append([trouve["cle"] for trouve in lu["resultats"]])
        adresse = lu["suivante"]
    assert [len(page) for page in vues] == [20, 20, 5]
    assert len({cle for page in vues for cle in page}) == 45
    assert lu["precedente"] == "http://testserver/api/v1/catalogue/?q=essai&type=portrait&page=2"


def test_a_page_past_the_last_one_is_not_there(client, quarante_cinq):
    lu = probleme(client.get(ADRESSE, {"type": "portrait", "page": 4}), 404, "introuvable")
    assert lu["detail"] == "Cette page de résultats n’existe pas : la dernière est la page 3."
    probleme(client.get(ADRESSE, {"page": 2}), 404, "introuvable")


@pytest.mark.parametrize(
    ("parametres", "nom"),
    [
        ({"page": "0"}, "page"),
        ({"page": "-1"}, "page"),
        ({"page": "10001"}, "page"),
        ({"page": "deux"}, "page"),
        ({"page": "1" * 5000}, "page"),
        ({"page": "1.5"}, "page"),
        ({"type": "inconnu"}, "type"),
        ({"type": "' OR 1=1 --"}, "type"),
        ({"q": "a" * 201}, "q"),
        ({"q": "a\x00b"}, "q"),
    ],
)
def test_a_value_that_does_not_fit_is_named(client, parametres, nom):
    lu = probleme(client.get(ADRESSE, parametres), 400, "invalide")
    assert [erreur["parameter"] for erreur in lu["errors"]] == [nom]


def test_several_faults_are_named_together(client):
    lu = probleme(client.get(ADRESSE, {"page": "0", "type": "inconnu"}), 400, "invalide")
    assert {erreur["parameter"] for erreur in lu["errors"]} == {"page", "type"}


@pytest.mark.parametrize("q", ["<script>", "' OR 1=1 --", "a & b | !c", "%00", "\ud83d\ude00", "é" * 200])
def test_whatever_is_looked_for_is_only_text(client, q):
    chercher(client, q=q.encode("utf-16", "surrogatepass").decode("utf-16"))
    assert client.get(f"{ADRESSE}?q=%ff%fe%ed%a0%80").status_code == 200


def test_a_page_costs_a_constant_number_of_queries(client, quarante_cinq, django_assert_num_queries):
    with django_assert_num_queries(2):
        chercher(client, q="essai", page=2)


def test_an_unchanged_answer_is_not_sent_twice(client):
    premiere = client.get(ADRESSE, {"q": "test"})
    assert premiere["Cache-Control"] == "no-cache"
    seconde = client.get(ADRESSE, {"q": "test"}, headers={"if-none-match": premiere["ETag"]})
    assert (seconde.status_code, seconde.content) == (304, b"")
    synchroniser("portrait", [])
    assert (
        client.get(ADRESSE, {"q": "portrait"}, headers={"if-none-match": premiere["ETag"]}).status_code == 200
    )
