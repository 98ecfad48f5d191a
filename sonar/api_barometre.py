"""The baromètre for programs: the published figures, word for word those of its JSON file."""

from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from communs.api.schema import reponses
from communs.api.vues import VueApi
from sonar import donnees_ouvertes, panorama


class LigneSerializer(serializers.Serializer):
    periode_debut = serializers.CharField(help_text="Le premier mois de la période (AAAA-MM).")
    periode_fin = serializers.CharField(help_text="Son dernier mois (AAAA-MM).")
    feuilles = serializers.IntegerField(min_value=0, help_text="Le nombre de feuilles de la période.")
    mesure = serializers.CharField(help_text="La clé d’une question, ou celle du style en tête.")
    libelle = serializers.CharField(help_text="Son titre.")
    valeur = serializers.CharField(help_text="La clé d’un style, ou du profil mixte.")
    nom = serializers.CharField(help_text="Son nom.")
    nombre = serializers.IntegerField(
        min_value=0, allow_null=True, help_text="Le nombre de feuilles ; null quand il est retenu."
    )
    secret = serializers.BooleanField(help_text="Retenu pour que personne ne soit reconnu.")
    demonstration = serializers.BooleanField(help_text="Ce nombre est inventé : ne le publiez pas.")


class SecretSerializer(serializers.Serializer):
    seuil = serializers.IntegerField(help_text="Un nombre plus petit n’est pas publié.")
    feuilles_par_periode = serializers.IntegerField(help_text="Une période en compte au moins autant.")


class BarometreSerializer(serializers.Serializer):
    titre = serializers.CharField(help_text="Le nom du jeu de données.")
    licence = serializers.CharField(help_text="La licence de réutilisation.")
    licence_adresse = serializers.URLField(help_text="Son texte.")
    source = serializers.URLField(help_text="La page à citer.")
    demonstration = serializers.BooleanField(help_text="Ces chiffres sont inventés : ne les publiez pas.")
    instantane = serializers.DateField(allow_null=True, help_text="Le jour de l’instantané, ou null.")
    feuilles = serializers.IntegerField(min_value=0, help_text="Le nombre de feuilles publiées.")
    feuilles_en_attente = serializers.IntegerField(
        min_value=0, help_text="Celles qui attendent leur période, en nombre arrondi."
    )
    secret = SecretSerializer(help_text="Comment les petits nombres sont protégés.")
    lignes = LigneSerializer(many=True, help_text="Un compte par période, mesure et valeur.")


EXEMPLE = OpenApiExample(
    "Un mois (extrait)",
    value={
        "titre": "Baromètre des styles d’innovation",
        "licence": donnees_ouvertes.LICENCE,
        "licence_adresse": donnees_ouvertes.LICENCE_ADRESSE,
        "source": "https://vigie.example/sonar/barometre/",
        "demonstration": False,
        "instantane": "2026-11-21",
        "feuilles": 184,
        "feuilles_en_attente": 20,
        "secret": {"seuil": 5, "feuilles_par_periode": 20},
        "lignes": [
            {
                "periode_debut": "2026-10",
                "periode_fin": "2026-10",
                "feuilles": 184,
                "mesure": "modele-inspirant",
                "libelle": "Le modèle qui vous inspire",
                "valeur": "usages",
                "nom": "Usages",
                "nombre": 61,
                "secret": False,
                "demonstration": False,
            }
        ],
    },
    response_only=True,
    status_codes=["200"],
)


class Barometre(VueApi):
    """The daily snapshot: the same for everybody until the next one."""

    publique = True

    @extend_schema(
        operation_id="sonar_barometre",
        tags=["Les données ouvertes"],
        summary="Lire le baromètre",
        description=(
            "Tous les comptes publiés, par période et par question, sous Licence Ouverte 2.0. Ils changent "
            "une fois par jour au plus. Un nombre retenu vaut null : ce n’est pas un zéro."
        ),
        responses=reponses({200: BarometreSerializer}, 304),
        examples=[EXEMPLE],
    )
    def get(self, request: Request) -> Response:
        return Response(donnees_ouvertes.en_json(panorama.lire()))
