"""What every test of the API checks on an answer and on a refusal."""

from typing import Any

from django.http import HttpResponse
from jsonschema import Draft202012Validator

from communs.api.schema import schema


def conforme(response: HttpResponse, forme: str) -> Any:
    """What was answered, which fits this form of the schema."""
    assert response.status_code == 200, response.content
    lu = response.json()
    attendu = {"$ref": f"#/components/schemas/{forme}", "components": schema()["components"]}
    assert list(Draft202012Validator(attendu).iter_errors(lu)) == []
    return lu


def probleme(response: HttpResponse, code: int, genre: str) -> dict[str, Any]:
    """The problem document of a refusal, well formed and of this kind."""
    assert response.status_code == code, response.content[:500]
    assert response["Content-Type"] == "application/problem+json"
    lu = response.json()
    assert set(lu) - {"errors"} == {"type", "title", "status", "detail", "instance"}
    assert lu["type"] == f"http://testserver/api/problemes/#{genre}"
    assert lu["status"] == code
    assert lu["title"]
    assert lu["detail"]
    assert lu["instance"] == response.wsgi_request.path
    return lu
