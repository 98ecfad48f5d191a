"""The search of the platform, for programs: the same rule as `/recherche/`."""

from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from communs.api.champs import AdresseField
from communs.api.feuillets import adresse_de, feuillet
from communs.api.problemes import ParametresInvalides
from communs.api.schema import reponses
from communs.api.vues import VueApi
from communs.catalogue.api_parametres import PAGE, Q
from communs.catalogue.enums import Type
from communs.catalogue.forms import FormulaireRecherche
from communs.catalogue.recherche import PAR_PAGE, chercher


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
    Q,
    OpenApiParameter(
        "type",
        str,
        enum=Type.values,
        description="Un seul genre de contenu ; sans « q », tout ce qu’il contient.",
    ),
    PAGE,
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
        demandes = [(nom, demande[nom]) for nom in ("q", "type") if demande[nom]]
        contenu = feuillet(
            trouve.page,
            page,
            lambda rang: adresse_de("api_catalogue:recherche", demandes, rang),
            list(trouve.page or ()),
        )
        return Response(RechercheSerializer(contenu | {"approche": trouve.approche}).data)
