"""Every error under /api/ is a problem document, whoever refused, and gives nothing away."""

import pytest
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.http import Http404
from django.test import Client, override_settings
from django.urls import include, path, reverse

from communs.api.genres import GENRES, genre_de
from communs.api.vues import VueApi
from communs.web.erreurs import Refus
from tests.api.outils import probleme

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("contenu")]


def lever(erreur: Exception, classe: type = VueApi):
    class Vue(classe):
        def get(self, request):
            raise erreur

    return Vue.as_view()


def lever_hors_du_cadre(erreur: Exception):
    def vue(request):
        raise erreur

    return vue


CAS = {
    "illisible": (400, SuspiciousOperation("détail interne")),
    "authentification": (401, Refus(401, "")),
    "interdit": (403, PermissionDenied("détail interne")),
    "introuvable": (404, Http404("détail interne")),
    "conflit": (409, Refus(409, "Quelqu’un est passé avant vous.")),
    "perime": (410, Refus(410, "")),
    "trop-volumineux": (413, RequestDataTooBig("détail interne")),
    "trop-de-requetes": (429, Refus(429, "", attente=12)),
    "panne": (500, RuntimeError("mot de passe : 1234")),
}


class Adresses:
    from config.urls import handler400, handler403, handler404, handler500
    from config.urls import urlpatterns as _nos_adresses

    urlpatterns = [
        path("api/essai/", include(([path(cle, lever(e), name=cle) for cle, (_, e) in CAS.items()], "dans"))),
        path(
            "api/hors/",
            include(([path(cle, lever_hors_du_cadre(e), name=cle) for cle, (_, e) in CAS.items()], "hors")),
        ),
        *_nos_adresses,
    ]


@pytest.fixture
def essais(settings):
    ouvertes = {f"{espace}:{cle}" for espace in ("dans", "hors") for cle in CAS}
    publiques = settings.ADRESSES_PUBLIQUES | ouvertes
    with override_settings(ROOT_URLCONF=Adresses, ADRESSES_PUBLIQUES=publiques):
        yield Client(raise_request_exception=False)


@pytest.mark.parametrize("genre", CAS)
def test_each_refusal_of_an_endpoint_is_a_problem_in_french(essais, genre):
    response = essais.get(f"/api/essai/{genre}")
    lu = probleme(response, CAS[genre][0], genre)
    assert not any(secret in str(lu) for secret in ("détail interne", "1234"))
    assert response["X-Request-ID"]
    assert response["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("genre", CAS)
def test_what_breaks_outside_an_endpoint_is_a_problem_too(essais, genre):
    lu = probleme(essais.get(f"/api/hors/{genre}"), CAS[genre][0], genre)
    assert not any(secret in str(lu) for secret in ("détail interne", "1234"))


def test_a_refusal_says_why_and_how_long_to_wait(essais):
    assert essais.get("/api/essai/conflit").json()["detail"] == "Quelqu’un est passé avant vous."
    assert essais.get("/api/essai/trop-de-requetes")["Retry-After"] == "12"
    assert essais.get("/api/hors/trop-de-requetes")["Retry-After"] == "12"


@pytest.mark.parametrize(
    "chemin", ["/api/", "/api/v1/rien/", "/api/v1/catalogue/x/", "/api/v2/", "/api/%00/", "/api/%ff/"]
)
def test_an_unknown_address_is_a_problem(client, chemin):
    probleme(client.get(chemin), 404, "introuvable")


@pytest.mark.parametrize("methode", ["put", "patch", "delete", "options", "trace"])
@pytest.mark.parametrize("nom", ["api_racine", "api_sonar:questionnaire", "api_catalogue:recherche"])
def test_another_method_is_refused_and_the_right_ones_named(client, methode, nom):
    response = getattr(client, methode)(reverse(nom))
    probleme(response, 405, "methode")
    assert response["Allow"] == "GET, HEAD"


def test_pages_of_the_documentation_refuse_in_the_same_way(client):
    for methode in ("post", "put", "delete"):
        for nom in ("api:docs", "api:problemes"):
            response = getattr(Client(enforce_csrf_checks=True), methode)(reverse(nom))
            probleme(response, 405, "methode")
            assert response["Allow"] == "GET, HEAD"


@pytest.mark.parametrize("accepte", ["text/html", "image/png", "application/xml", "n’importe quoi"])
def test_only_json_can_be_asked_for(client, accepte):
    probleme(client.get(reverse("api_racine"), headers={"accept": accepte}), 406, "format-demande")


@pytest.mark.parametrize("accepte", ["*/*", "application/json", "text/html,*/*;q=0.8", "application/*"])
def test_what_browsers_and_programs_ask_for_is_json(client, accepte):
    response = client.get(reverse("api_racine"), headers={"accept": accepte})
    assert (response.status_code, response["Content-Type"]) == (200, "application/json")


@pytest.mark.parametrize(
    "corps",
    [
        b"",
        b"{",
        b"bonjour",
        b"{'reponses': {}}",
        b'{"reponses": {}, "reponses": {}}',
        b'{"reponses": NaN}',
        b'{"reponses": Infinity}',
        b"\xff\xfe",
        b'{"reponses": "\xe9"}',
        b"1" * 5_000,
        b"[" * 60_000,
        b'{"a":' * 10_000 + b"1" + b"}" * 10_000,
        "\ufeff{}".encode(),
    ],
    ids=range(13),
)
def test_an_unreadable_body_is_refused(client, prendre, corps):
    response = client.post(prendre()["remise"], corps, "application/json")
    probleme(response, 400, "invalide" if corps == b"" else "illisible")


@pytest.mark.parametrize("taille", [64 * 1024 + 1, 1_000_000, 10_000_000])
def test_a_body_that_is_too_large_is_refused(client, prendre, taille):
    corps = b'{"reponses": {"a": "' + b"a" * (taille - 23) + b'"}}'
    assert len(corps) == taille
    probleme(client.post(prendre()["remise"], corps, "application/json"), 413, "trop-volumineux")


def test_a_body_of_the_largest_size_is_read(client, prendre):
    corps = b'{"reponses": {"a": "' + b"a" * (64 * 1024 - 23) + b'"}}'
    probleme(client.post(prendre()["remise"], corps, "application/json"), 400, "invalide")


@pytest.mark.parametrize(
    "type_", ["text/plain", "multipart/form-data; boundary=x", "application/x-www-form-urlencoded", "/", "é"]
)
def test_another_type_of_content_is_refused(client, prendre, type_):
    probleme(client.post(prendre()["remise"], b"a=b", type_), 415, "type-de-contenu")


def test_a_foreign_host_is_refused_as_a_problem():
    response = Client(headers={"host": "ailleurs.example"}).get("/api/v1/")
    assert "le nom du site" in probleme(response, 400, "illisible")["detail"]


def test_each_kind_of_problem_has_its_place_on_its_page(client):
    page = client.get(reverse("api:problemes")).content.decode()
    assert len({genre.cle for genre in GENRES}) == len(GENRES)
    for genre in GENRES:
        assert genre.adresse == f"http://testserver/api/problemes/#{genre.cle}"
        assert f'<li id="{genre.cle}">' in page
        assert genre.titre in page


def test_an_unusual_status_counts_as_its_family():
    assert (genre_de(418).cle, genre_de(503).cle, genre_de(422).cle) == ("illisible", "panne", "illisible")
