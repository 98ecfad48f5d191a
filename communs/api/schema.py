"""The OpenAPI document, and how an endpoint describes what it answers."""

import functools
from typing import Any

from django.conf import settings
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import OpenApiResponse
from rest_framework import serializers

from communs.api.genres import GENRES
from communs.api.problemes import TYPE

TOUJOURS = (406, 429, 500)
_SUCCES = {200: "Ce qui était demandé.", 201: "C’est enregistré ; voici le résultat."}
_SANS_CORPS = {
    301: "L’adresse a changé : la nouvelle est dans « Location ».".replace("« ", "« ").replace(" »", " »"),
    304: "Rien n’a changé.",
}


class ErreurSerializer(serializers.Serializer):
    """One value that does not fit."""

    detail = serializers.CharField(help_text="Ce qui ne convient pas, en français.")
    pointer = serializers.CharField(
        required=False, help_text="Où, dans le corps de la requête : un pointeur JSON (RFC 6901)."
    )
    parameter = serializers.CharField(required=False, help_text="Quel paramètre de l’adresse.")


class ProblemeSerializer(serializers.Serializer):
    """Problem details, RFC 9457."""

    type = serializers.URLField(help_text="Adresse stable du genre de problème, lisible par une personne.")
    title = serializers.CharField(help_text="Le genre de problème, en quelques mots.")
    status = serializers.IntegerField(min_value=400, max_value=599, help_text="Le code HTTP.")
    detail = serializers.CharField(help_text="Ce qui s’est passé, et quoi faire.")
    instance = serializers.CharField(help_text="Le chemin demandé.")
    errors = ErreurSerializer(
        many=True, required=False, help_text="Présent quand des valeurs ne conviennent pas : une par ligne."
    )


def reponses(succes: dict[int, Any], *autres: int) -> dict[Any, Any]:
    """The `responses` of an operation: what it gives, 301 if it may move, 304 if it may be kept, problems."""
    ailleurs = {code: OpenApiResponse(description=dit) for code, dit in _SANS_CORPS.items() if code in autres}
    donnees = {code: OpenApiResponse(forme, description=_SUCCES[code]) for code, forme in succes.items()}
    return (
        donnees
        | ailleurs
        | {
            (code, TYPE): OpenApiResponse(ProblemeSerializer, description=_titres(code))
            for code in sorted({*autres, *TOUJOURS} - _SANS_CORPS.keys())
        }
    )


def _titres(code: int) -> str:
    """400 has two kinds of problems."""
    return " ; ".join(genre.titre for genre in GENRES if genre.code == code)


def _dire_les_entetes(reponses: dict[str, Any]) -> None:
    """The headers a program acts on: how long to wait, where to go, what to send back."""
    attente = {"description": "Les secondes à attendre.", "schema": {"type": "integer"}}
    etiquette = {"description": "À renvoyer dans « If-None-Match ».", "schema": {"type": "string"}}
    reponses["429"]["headers"] = {"Retry-After": attente}
    if "301" in reponses:
        adresse = {"description": "La nouvelle adresse.", "schema": {"type": "string"}}
        reponses["301"]["headers"] = {"Location": adresse}
    for code in ("200", "304") if "304" in reponses else ():
        reponses[code]["headers"] = {"ETag": etiquette}


@functools.cache
def schema() -> dict[str, Any]:
    """The whole document; it depends on the code and the settings alone."""
    document = SchemaGenerator().get_schema(request=None, public=True)
    for operation in (o for methodes in document["paths"].values() for o in methodes.values()):
        _dire_les_entetes(operation["responses"])
    return document | {"servers": [{"url": settings.VIGIE_ADRESSE}]}
