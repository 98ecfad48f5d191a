"""Public paths, for programs."""

from typing import Any
from uuid import UUID

from django import forms
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404
from django.urls import reverse
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from communs.api.problemes import ParametresInvalides
from communs.api.schema import reponses
from communs.api.vues import VueApi
from communs.collectivites.identite import PERSONNE
from communs.web.erreurs import Refus
from nuancier.parcours.lecture import signature
from nuancier.parcours.models import Parcours
from nuancier.parcours.serializers import DesParcoursSerializer, UnParcoursSerializer
from nuancier.recherche.serializers import licence

ETIQUETTE = ["Le Nuancier"]
PAR_PAGE = 20
PAGE_MAX = 10_000


class PageForm(forms.Form):
    page = forms.IntegerField(min_value=1, max_value=PAGE_MAX, required=False)


def _signe(parcours: Parcours) -> Parcours:
    parcours.signature = signature(parcours, PERSONNE)  # type: ignore[attr-defined]
    return parcours


class DesParcours(VueApi):
    publique = True

    @extend_schema(
        operation_id="nuancier_parcours",
        tags=ETIQUETTE,
        summary="Les parcours de formation publics",
        description="Ceux que leur auteur a publiés, avec leurs pastilles. Une page au-delà de la dernière "
        "n’existe pas (404).",
        parameters=[
            OpenApiParameter(
                "page",
                {"type": "integer", "minimum": 1, "maximum": PAGE_MAX},
                description="La page de résultats, dès 1.",
            )
        ],
        responses=reponses({200: DesParcoursSerializer}, 304, 400, 404),
    )
    def get(self, request: Request) -> Response:
        form = PageForm(request.query_params)
        if not form.is_valid():
            raise ParametresInvalides(form.errors)
        page = form.cleaned_data["page"] or 1
        feuillets = Paginator(Parcours.objects.publics().pour_une_liste().plus_recents(), PAR_PAGE)
        if page > feuillets.num_pages:
            raise Refus(404, f"Cette page n’existe pas : la dernière est la page {feuillets.num_pages}.")
        contenu: dict[str, Any] = {
            "licence": licence(),
            "nombre": feuillets.count,
            "page": page,
            "pages": feuillets.num_pages,
            "precedente": _adresse(page - 1) if page > 1 else None,
            "suivante": _adresse(page + 1) if page < feuillets.num_pages else None,
            "resultats": [_signe(p) for p in feuillets.page(page)],
        }
        return Response(DesParcoursSerializer(contenu).data)


def _adresse(page: int) -> str:
    return f"{reverse('api_nuancier:parcours')}?page={page}"


class UnParcours(VueApi):
    publique = True

    @extend_schema(
        operation_id="nuancier_un_parcours",
        tags=ETIQUETTE,
        summary="Lire un parcours public",
        description="Un parcours qui n’est pas, ou n’est plus, public répond 404.",
        parameters=[OpenApiParameter("uuid", UUID, "path", description="L’identifiant du parcours.")],
        responses=reponses({200: UnParcoursSerializer}, 304, 404),
    )
    def get(self, request: Request, uuid: UUID) -> Response:
        parcours = get_object_or_404(Parcours.objects.publics().pour_une_liste(), uuid=uuid)
        return Response(UnParcoursSerializer({"licence": licence(), "parcours": _signe(parcours)}).data)
