"""What every test of the API checks on a refusal."""

from typing import Any

from django.http import HttpResponse


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
