"""What the addresses of a search may hold, as the schema says it to programs."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter

from communs.catalogue.forms import LONGUEUR_Q, PAGE_MAX

SANS_NUL = "^[^\\x00]*$"

Q = OpenApiParameter(
    "q",
    {"type": "string", "maxLength": LONGUEUR_Q, "pattern": SANS_NUL},
    description="Les mots cherchés, en français.",
)
PAGE = OpenApiParameter(
    "page",
    {"type": "integer", "minimum": 1, "maximum": PAGE_MAX},
    description="La page de résultats, dès 1.",
)


def liste(nom: str, description: str, element: dict[str, Any], **bornes: Any) -> OpenApiParameter:
    """Several values, the name repeated."""
    forme = {"type": "array", "items": element, **bornes}
    return OpenApiParameter(nom, forme, description=description, style="form", explode=True)
