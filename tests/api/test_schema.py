"""The OpenAPI document is valid, complete and true; the documentation shows all of it."""

import pytest
from django.test import Client
from django.urls import reverse
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from communs.api.schema import schema
from tests.contrats.adresses import NOTRES

pytestmark = pytest.mark.django_db


def operations():
    for chemin, methodes in schema()["paths"].items():
        for methode, operation in methodes.items():
            yield chemin, methode, operation


def test_the_schema_is_valid_openapi(client):
    response = client.get(reverse("api:schema"))
    assert response["Content-Type"] == "application/json"
    assert response["Cache-Control"] == "no-cache"
    assert response["Access-Control-Allow-Origin"] == "*"
    lu = response.json()
    assert lu["openapi"].startswith("3.1")
    assert lu["servers"] == [{"url": "http://testserver"}]
    validate(lu)


def test_making_the_schema_raises_no_doubt(capsys):
    schema.cache_clear()
    schema()
    assert capsys.readouterr().err == ""


def test_the_schema_may_be_asked_for_by_its_own_type(client):
    response = client.get(reverse("api:schema"), headers={"accept": "application/vnd.oai.openapi+json"})
    assert response.status_code == 200


def test_every_endpoint_is_described():
    decrites = {chemin for chemin, _, _ in operations()}
    nommees = {nom for nom in NOTRES if nom.startswith("api_")}
    assert len(decrites) == len(nommees)
    assert {reverse(nom) for nom in nommees if not NOTRES[nom]} <= decrites


def test_every_operation_describes_its_problems_and_explains_itself():
    for chemin, methode, operation in operations():
        assert operation["summary"], chemin
        assert operation["description"], chemin
        attendus = {"406", "429", "500"} | ({"400", "413", "415"} if methode == "post" else set())
        assert attendus <= set(operation["responses"]), chemin
        for code, reponse in operation["responses"].items():
            assert reponse["description"], (chemin, code)
            if code in ("301", "304"):
                assert list(reponse["headers"]) == ["Location" if code == "301" else "ETag"]
                continue
            type_ = "application/json" if code < "300" else "application/problem+json"
            assert list(reponse["content"]) == [type_], (chemin, code)
        assert "Retry-After" in operation["responses"]["429"]["headers"], chemin
        for parametre in operation.get("parameters", []):
            assert parametre["description"], (chemin, parametre["name"])


def test_every_example_fits_its_schema():
    document, vus = schema(), 0
    for chemin, _, operation in operations():
        contenus = [r.get("content", {}).get("application/json", {}) for r in operation["responses"].values()]
        contenus.append(operation.get("requestBody", {}).get("content", {}).get("application/json", {}))
        for contenu in contenus:
            for exemple in contenu.get("examples", {}).values():
                forme = contenu["schema"] | {"components": document["components"]}
                fautes = [f.message for f in Draft202012Validator(forme).iter_errors(exemple["value"])]
                assert fautes == [], chemin
                vus += 1
    assert vus >= 5


def test_the_documentation_shows_every_operation_and_field(client):
    page = client.get(reverse("api:docs")).content.decode()
    for chemin, methode, operation in operations():
        assert f'id="{operation["operationId"]}"' in page
        assert f'<span class="api-methode">{methode.upper()}</span> <code>{chemin}</code>' in page
    for champ in ("styles[].points", "questions[].options[].lettre", "profil.gestes", "resultats[].titre"):
        assert f"<code>{champ}</code>" in page
    assert "StyleEnum" not in page
    assert "adresse ou null" in page
    assert "curl &#x27;http://testserver/api/v1/sonar/questionnaire/&#x27;" in page


def test_the_root_leads_to_everything_one_may_start_from(client, contenu):
    racine = client.get(reverse("api_racine"))
    assert racine["Cache-Control"] == "no-cache"
    lu = racine.json()
    adresses = [lu["documentation"], lu["schema"], *(r["adresse"] for r in lu["ressources"])]
    for adresse in adresses:
        assert client.get(adresse.removeprefix("http://testserver")).status_code == 200, adresse
    sans_identifiant = {f"http://testserver{reverse(n)}" for n in NOTRES if n[:4] == "api_" and not NOTRES[n]}
    assert set(adresses) - {lu["documentation"], lu["schema"], *sans_identifiant} == set()
    assert sans_identifiant - {f"http://testserver{reverse('api_racine')}"} <= set(adresses)


@pytest.mark.parametrize("nom", ["api_racine", "api:schema", "api_catalogue:recherche"])
def test_public_readings_are_conditional_open_to_every_origin_and_without_cookie(client, nom):
    response = client.get(reverse(nom), headers={"origin": "https://journal.example"})
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in response
    assert "Cookie" not in response.get("Vary", "")
    assert not response.cookies
    assert client.get(reverse(nom), headers={"if-none-match": response["ETag"]}).status_code == 304
    assert client.head(reverse(nom)).status_code == 200


@pytest.mark.parametrize("nom", ["api_racine", "api_sonar:barometre", "api_catalogue:recherche"])
def test_a_page_of_another_site_may_ask_whether_anything_changed_and_read_what_it_needs(client, nom):
    origine = {"origin": "https://journal.example", "access-control-request-method": "GET"}
    demande = client.options(reverse(nom), headers=origine)
    assert (demande.status_code, demande["Access-Control-Allow-Origin"]) == (204, "*")
    assert demande["Access-Control-Allow-Methods"] == "GET, HEAD"
    assert demande["Access-Control-Allow-Headers"] == "If-None-Match"
    exposes = client.get(reverse(nom))["Access-Control-Expose-Headers"]
    assert {"ETag", "Retry-After"} <= set(exposes.split(", "))
    assert "304" in schema()["paths"][reverse(nom)]["get"]["responses"]


def test_the_files_of_the_open_data_are_open_to_every_origin_too(client, contenu):
    for nom in ("barometre_json", "barometre_csv", "barometre_tableur"):
        assert client.get(reverse(f"sonar:{nom}"))["Access-Control-Allow-Origin"] == "*"


def test_writing_is_open_to_no_other_origin(client, prendre, envoyer):
    feuille = prendre()
    origine = {"origin": "https://journal.example", "access-control-request-method": "POST"}
    assert "Access-Control-Allow-Origin" not in client.options(feuille["remise"], headers=origine)
    assert "Access-Control-Allow-Origin" not in envoyer(feuille, "uuuhsc", par=Client(headers=origine))
