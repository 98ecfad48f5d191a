"""The baromètre for programs: the file's figures, conditional, and without looking at a sheet."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from random import Random

import pytest
from django.urls import reverse
from jsonschema import Draft202012Validator

from communs.api.schema import schema
from sonar import barometre
from sonar.models import Question
from tests.outils.population import remettre_le, tirer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("contenu")]

ADRESSE = "/api/v1/sonar/barometre/"


@pytest.fixture
def publier() -> Callable[[], None]:
    """Sixty sheets handed in one month, published the next."""

    def _publier() -> None:
        alea, questions = Random(1), list(Question.objects.avec_options())
        for _ in range(60):
            remettre_le(datetime(2026, 9, 10, 12, tzinfo=UTC), tirer(alea, questions, (4, 3, 2, 1)), alea)
        barometre.publier(jour=date(2026, 11, 1))

    return _publier


def test_it_says_what_the_file_says(client, publier):
    publier()
    lu = client.get(ADRESSE)
    assert lu.json() == client.get(reverse("sonar:barometre_json")).json()
    assert len(lu.json()["lignes"]) > 0
    forme = {"$ref": "#/components/schemas/Barometre", "components": schema()["components"]}
    assert list(Draft202012Validator(forme).iter_errors(lu.json())) == []


def test_before_the_first_snapshot_it_is_empty_and_says_so(client):
    lu = client.get(ADRESSE).json()
    assert (lu["instantane"], lu["feuilles"], lu["lignes"]) == (None, 0, [])


def test_it_is_sent_again_only_when_a_snapshot_changed_it(client, publier):
    avant = client.get(ADRESSE)["ETag"]
    assert client.get(ADRESSE, headers={"if-none-match": avant}).status_code == 304
    publier()
    assert client.get(ADRESSE, headers={"if-none-match": avant}).status_code == 200


def test_it_costs_three_queries(client, publier, django_assert_num_queries):
    publier()
    with django_assert_num_queries(3):
        client.get(ADRESSE)
