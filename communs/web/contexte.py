"""What every template may use."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from communs.web.portes import portes


def gabarit(request: HttpRequest) -> dict[str, Any]:
    return {
        "portes": portes(),
        "adresse_site": settings.VIGIE_ADRESSE,
        "adresse_canonique": f"{settings.VIGIE_ADRESSE}{request.path}",
    }
