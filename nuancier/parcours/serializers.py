"""How a public path is written for programs."""

from rest_framework import serializers

from communs.api.champs import AdresseField
from nuancier.parcours.enums import Moment
from nuancier.recherche.serializers import LicenceSerializer


class PastilleSerializer(serializers.Serializer):
    rang = serializers.IntegerField(min_value=1, help_text="Sa place, dès 1.")
    teinte = serializers.CharField(source="teinte.code", help_text="Le code de la teinte, stable.")
    titre = serializers.CharField(source="teinte.titre", help_text="Le titre de la teinte.")
    retiree = serializers.SerializerMethodField(help_text="La teinte n’est plus dans le Nuancier.")
    module = serializers.SerializerMethodField(help_text="La clé du module, ou null.")
    demi_journees = serializers.IntegerField(
        allow_null=True, help_text="La durée que le parcours fixe ; null pour celle du module."
    )
    jour = serializers.IntegerField(allow_null=True, help_text="Le jour, dès 1 ; null à la suite.")
    moment = serializers.ChoiceField(
        [("", "à la suite"), *Moment.choices], help_text="Le matin, l’après-midi, ou rien."
    )
    note = serializers.CharField(allow_blank=True, help_text="Ce que l’auteur en dit.")

    def get_retiree(self, pastille) -> bool:
        return pastille.teinte.retiree_le is not None

    def get_module(self, pastille) -> str | None:
        return pastille.module.cle if pastille.module is not None else None


class ParcoursSerializer(serializers.Serializer):
    """A path obtained with its chips; `signature` is set by the view."""

    uuid = serializers.UUIDField(help_text="Son identifiant, stable.")
    titre = serializers.CharField(help_text="Son titre.")
    intention = serializers.CharField(allow_blank=True, help_text="À qui il s’adresse, et pourquoi.")
    auteur = serializers.CharField(source="signature", help_text="Qui l’a composé.")
    jours = serializers.IntegerField(allow_null=True, help_text="Les jours prévus.")
    participants = serializers.IntegerField(allow_null=True, help_text="La taille de groupe prévue.")
    publie_le = serializers.DateTimeField(help_text="Quand il a été publié.")
    modifie_le = serializers.DateTimeField(help_text="Quand il a changé pour la dernière fois.")
    page = AdresseField(source="get_absolute_url", help_text="Sa page.")
    pastilles = PastilleSerializer(many=True, help_text="Les pastilles, dans l’ordre.")


class UnParcoursSerializer(serializers.Serializer):
    licence = LicenceSerializer(allow_null=True, help_text="La licence de ces données.")
    parcours = ParcoursSerializer(help_text="Le parcours.")


class DesParcoursSerializer(serializers.Serializer):
    licence = LicenceSerializer(allow_null=True, help_text="La licence de ces données.")
    nombre = serializers.IntegerField(min_value=0, help_text="Le nombre de parcours publics.")
    page = serializers.IntegerField(min_value=1, help_text="La page servie.")
    pages = serializers.IntegerField(min_value=1, help_text="Le nombre de pages.")
    precedente = AdresseField(allow_null=True, help_text="La page d’avant, ou null.")
    suivante = AdresseField(allow_null=True, help_text="La page d’après, ou null.")
    resultats = ParcoursSerializer(many=True, help_text="Les plus récemment publiés d’abord.")
