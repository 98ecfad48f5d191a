"""Hundreds of requests that nobody would think of: no breakdown, no answer outside the schema."""

import copy

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import APIOperation, Case, GenerationMode

from communs.api.schema import schema
from config.wsgi import application
from sonar.essais import nouvel_essai
from sonar.models import Question, Tentative

pytestmark = [pytest.mark.lent, pytest.mark.django_db(transaction=True)]

OPERATIONS = {
    operation["operationId"]: operation
    for methodes in schema()["paths"].values()
    for operation in methodes.values()
}
# What takes nothing can be given nothing wrong.
MODES = [(cle, GenerationMode.POSITIVE) for cle in OPERATIONS] + [
    (cle, GenerationMode.NEGATIVE)
    for cle, operation in OPERATIONS.items()
    if "parameters" in operation or "requestBody" in operation
]
# An address is typed by hand too: an empty value or a space there is as nothing, on purpose.
INDULGENTES = {
    "catalogue_chercher": [schemathesis.checks.negative_data_rejection],
    # An empty « page= » or « genre= » asks nothing.
    "nuancier_ressources": [schemathesis.checks.negative_data_rejection],
    "nuancier_parcours": [schemathesis.checks.negative_data_rejection],
    "veille_notices": [schemathesis.checks.negative_data_rejection],
    "veille_numeros": [schemathesis.checks.negative_data_rejection],
}
REGLAGES = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def sans_limite(settings, contenu) -> None:
    settings.ACCOUNT_RATE_LIMITS = {}


def operation_de(cle: str) -> APIOperation:
    """The operation as schemathesis sees it, calling the whole application with its middleware."""
    lu = schemathesis.openapi.from_dict(copy.deepcopy(schema()))
    lu.app = application
    return next(o.ok() for o in lu.get_all_operations() if o.ok().definition.raw["operationId"] == cle)


@pytest.mark.usefixtures("sans_limite")
@pytest.mark.parametrize(("cle", "mode"), MODES, ids=[f"{cle}-{mode.value}" for cle, mode in MODES])
def test_no_request_breaks_an_endpoint_or_gets_an_answer_outside_the_schema(cle, mode):
    operation = operation_de(cle)

    @REGLAGES
    @given(case=operation.as_strategy(generation_mode=mode))
    def essayer(case: Case) -> None:
        case.call_and_validate(excluded_checks=INDULGENTES.get(cle))

    essayer()


@pytest.mark.usefixtures("sans_limite")
def test_whatever_is_posted_to_a_real_sheet_is_answered_within_the_schema():
    """A generated id is never signed: here it is real, and so are the questions, most of the time."""
    operation = operation_de("sonar_remettre")
    cles = [question.cle for question in Question.objects.all()]
    codes = []

    @REGLAGES
    @given(
        case=operation.as_strategy(),
        reponses=st.fixed_dictionaries({cle: st.sampled_from("abcd") for cle in cles}),
        manque=st.sampled_from([None, None, *cles]),
    )
    def essayer(case: Case, reponses: dict[str, str], manque: str | None) -> None:
        if manque is None and isinstance(case.body, dict):
            case.body = {"reponses": reponses}
        case.path_parameters = {"jeton": nouvel_essai()}
        response = case.call()
        case.validate_response(response, excluded_checks=[schemathesis.checks.positive_data_acceptance])
        codes.append(response.status_code)

    essayer()
    assert set(codes) == {201, 400}
    assert codes.count(201) == Tentative.objects.count()


@pytest.mark.usefixtures("sans_limite")
def test_a_real_result_fits_the_schema(remettre):
    operation = operation_de("sonar_resultat")
    for styles in ("uuuuuu", "uuuhhh", "uuhhss", "cuuhhs"):
        case = operation.Case(path_parameters={"uuid": str(remettre(styles).uuid)})
        response = case.call()
        case.validate_response(response)
        assert response.status_code == 200
