"""The search of the platform, for programs: the same rule as `/recherche/`."""

from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from communs.api.champs import AdresseField
from communs.api.problemes import ParametresInvalides
from communs.api.schema import reponses
from communs.api.vues import VueApi
from communs.catalogue.enums import Type
from communs.catalogue.forms import FormulaireRecherche
from communs.catalogue.recherche import PAR_PAGE, Resultats, chercher
from communs.web.erreurs import Refus


class TrouvailleSerializer(serializers.Serializer):
    type = serializers.ChoiceField(Type.choices, help_text="Le genre de contenu.")
    cle = serializers.CharField(help_text="Sa clé, unique dans son genre et stable.")
    titre = serializers.CharField(help_text="Son titre.")
    resume = serializers.CharField(allow_blank=True, help_text="Son résumé.")
    mots_cles = serializers.ListField(child=serializers.CharField(), help_text="Ses mots-clés.")
    adresse = AdresseField(help_text="Où le lire.")


class RechercheSerializer(serializers.Serializer):
    nombre = serializers.IntegerField(min_value=0, help_text="Le nombre de contenus trouvés.")
    approche = serializers.BooleanField(
        help_text="Rien ne contient exactement ces mots : ceux-ci leur ressemblent."
    )
    page = serializers.IntegerField(min_value=1, help_text="La page servie.")
    pages = serializers.IntegerField(min_value=0, help_text="Le nombre de pages.")
    precedente = AdresseField(allow_null=True, help_text="La page d’avant, ou null.")
    suivante = AdresseField(allow_null=True, help_text="La page d’après, ou null.")
    resultats = TrouvailleSerializer(
        many=True, help_text=f"Au plus {PAR_PAGE} contenus, les meilleurs d’abord."
    )


PARAMETRES = [
    OpenApiParameter(
        "q",
        {"type": "string", "maxLength": 200, "pattern": "^[^\\x00]*$"},
        description="Les mots cherchés, en français.",
    ),
    OpenApiParameter(
        "type",
        str,
        enum=Type.values,
        description="Un seul genre de contenu ; sans « q », tout ce qu’il contient.",
    ),
    OpenApiParameter(
        "page",
        {"type": "integer", "minimum": 1, "maximum": 10_000},
        description="La page de résultats, dès 1.",
    ),
]
EXEMPLE = OpenApiExample(
    "Deux contenus trouvés (extrait)",
    value={
        "nombre": 2,
        "approche": False,
        "page": 1,
        "pages": 1,
        "precedente": None,
        "suivante": None,
        "resultats": [
            {
                "type": "portrait",
                "cle": "usages",
                "titre": "Usages : la loupe",
                "resume": "Regarder de près ce que les gens font vraiment.",
                "mots_cles": ["Sonar", "portrait", "Usages"],
                "adresse": "https://vigie.example/sonar/portraits/usages/",
            }
        ],
    },
    response_only=True,
    status_codes=["200"],
)


class Recherche(VueApi):
    """Search, accents and typing errors forgiven."""

    publique = True

    @extend_schema(
        operation_id="catalogue_chercher",
        tags=["Le catalogue"],
        summary="Chercher dans Vigie",
        description=(
            "Ce que trouve la page de recherche, dans le même ordre. Les accents sont facultatifs et les "
            "fautes de frappe pardonnées. Une page au-delà de la dernière n’existe pas (404)."
        ),
        parameters=PARAMETRES,
        responses=reponses({200: RechercheSerializer}, 304, 400, 404),
        examples=[EXEMPLE],
    )
    def get(self, request: Request) -> Response:
        form = FormulaireRecherche(request.query_params)
        if not form.is_valid():
            raise ParametresInvalides(form.errors)
        demande = form.cleaned_data
        page = demande["page"] or 1
        trouve = chercher(q=demande["q"], mots=demande["mots"], type=demande["type"], page=page)
        derniere = max(1, _pages(trouve))
        if page > derniere:
            raise Refus(404, f"Cette page de résultats n’existe pas : la dernière est la page {derniere}.")
        return Response(RechercheSerializer(_contenu(trouve, page, demande)).data)


def _pages(trouve: Resultats) -> int:
    return trouve.page.paginator.num_pages if trouve.page else 0


def _contenu(trouve: Resultats, page: int, demande: dict[str, Any]) -> dict[str, Any]:
    def voisine(rang: int) -> str | None:
        if not 1 <= rang <= _pages(trouve):
            return None
        parametres = {nom: demande[nom] for nom in ("q", "type") if demande[nom]} | {"page": rang}
        return f"{reverse('api_catalogue:recherche')}?{urlencode(parametres)}"

    return {
        "nombre": trouve.nombre,
        "approche": trouve.approche,
        "page": page,
        "pages": _pages(trouve),
        "precedente": voisine(page - 1),
        "suivante": voisine(page + 1),
        "resultats": list(trouve.page or ()),
    }
