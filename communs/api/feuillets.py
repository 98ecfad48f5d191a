"""Bounded pages of results: one shape, one refusal past the last."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.core.paginator import Page
from django.urls import reverse
from django.utils.http import urlencode
from rest_framework import serializers

from communs.api.champs import AdresseField
from communs.web.erreurs import Refus


class FeuilletSerializer(serializers.Serializer):
    nombre = serializers.IntegerField(min_value=0, help_text="Combien en tout.")
    page = serializers.IntegerField(min_value=1, help_text="La page servie.")
    pages = serializers.IntegerField(min_value=0, help_text="Le nombre de pages.")
    precedente = AdresseField(allow_null=True, help_text="La page d’avant, ou null.")
    suivante = AdresseField(allow_null=True, help_text="La page d’après, ou null.")


def feuillet(
    trouvee: Page | None, page: int, adresse: Callable[[int], str], resultats: Iterable[Any]
) -> dict[str, Any]:
    """One page and its neighbours, None being nothing at all. Refus 404 past the last one."""
    nombre = trouvee.paginator.count if trouvee else 0
    pages = trouvee.paginator.num_pages if trouvee and nombre else 0
    if page > max(1, pages):
        raise Refus(404, f"Cette page de résultats n’existe pas : la dernière est la page {max(1, pages)}.")
    return {
        "nombre": nombre,
        "page": page,
        "pages": pages,
        "precedente": adresse(page - 1) if page > 1 else None,
        "suivante": adresse(page + 1) if page < pages else None,
        "resultats": resultats,
    }


def adresse_de(nom: str, demandes: Sequence[tuple[str, Any]], page: int = 1) -> str:
    """The address of an endpoint with its parameters; the first page goes without saying."""
    tous = [*demandes, *([("page", page)] if page > 1 else [])]
    return f"{reverse(nom)}?{urlencode(tous)}" if tous else reverse(nom)
