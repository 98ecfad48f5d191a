"""The entry of the API, its schema, and the two pages that explain it."""

from collections.abc import Sequence

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from drf_spectacular.renderers import OpenApiJsonRenderer, OpenApiJsonRenderer2
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from communs.api.documentation import lire_documentation
from communs.api.genres import GENRES
from communs.api.problemes import exemple
from communs.api.schema import reponses, schema
from communs.api.vues import VueApi
from communs.web.cache_pages import page_publique


class RessourceSerializer(serializers.Serializer):
    nom = serializers.CharField(help_text="Ce qu’on y trouve.")
    adresse = serializers.URLField(help_text="Où la demander.")


class RacineSerializer(serializers.Serializer):
    nom = serializers.CharField(help_text="Le nom de l’API.")
    version = serializers.CharField(help_text="La version de l’API.")
    documentation = serializers.URLField(help_text="La documentation, pour une personne.")
    schema = serializers.URLField(help_text="La description OpenAPI, pour un programme.")
    ressources = RessourceSerializer(many=True, help_text="Les points d’entrée.")


class Racine(VueApi):
    """The endpoints one may start from; `ressources` holds (name, address name)."""

    publique = True
    ressources: Sequence[tuple[str, str]] = ()

    @extend_schema(
        operation_id="racine",
        tags=["Pour commencer"],
        summary="Les points d’entrée",
        description="La liste des ressources par lesquelles on peut commencer.",
        responses=reponses({200: RacineSerializer}, 304),
    )
    def get(self, request: Request) -> Response:
        def absolue(nom: str) -> str:
            return f"{settings.VIGIE_ADRESSE}{reverse(nom)}"

        contenu = {
            "nom": settings.SPECTACULAR_SETTINGS["TITLE"],
            "version": settings.SPECTACULAR_SETTINGS["VERSION"],
            "documentation": absolue("api:docs"),
            "schema": absolue("api:schema"),
            "ressources": [{"nom": nom, "adresse": absolue(vue)} for nom, vue in self.ressources],
        }
        return Response(RacineSerializer(contenu).data)


@extend_schema(exclude=True)
class Schema(VueApi):
    publique = True
    renderer_classes = [OpenApiJsonRenderer2, OpenApiJsonRenderer]  # plain JSON first: a browser shows it

    def get(self, request: Request) -> Response:
        return Response(schema())


@csrf_exempt  # it accepts no post, and says so: 405
@require_safe
@page_publique
def documentation(request: HttpRequest) -> HttpResponse:
    return render(request, "api/documentation.html", {"documentation": lire_documentation(schema())})


@csrf_exempt
@require_safe
@page_publique
def problemes(request: HttpRequest) -> HttpResponse:
    return render(request, "api/problemes.html", {"genres": GENRES, "exemple": exemple()})
