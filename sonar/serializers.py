"""How the test speaks JSON: the blank sheet, the answers received, the result."""

from typing import Any

from django.urls import reverse
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from communs.api.champs import AdresseField
from sonar.enums import Style
from sonar.forms import LETTRES, FormulaireTest
from sonar.services import Resultat


class OptionSerializer(serializers.Serializer):
    lettre = serializers.ChoiceField(list(LETTRES), help_text="À renvoyer pour choisir cette réponse.")
    texte = serializers.CharField(help_text="Ce que la personne lit.")


class QuestionSerializer(serializers.Serializer):
    cle = serializers.SlugField(help_text="La clé de la question, stable.")
    numero = serializers.IntegerField(help_text="Sa place sur la feuille.")
    titre = serializers.CharField(help_text="Son titre court.")
    intitule = serializers.CharField(help_text="La question.")
    options = OptionSerializer(many=True, help_text="Dans l’ordre propre à cette feuille.")


class FeuilleSerializer(serializers.Serializer):
    feuille = serializers.CharField(help_text="L’identifiant signé de cette feuille ; il vaut trente jours.")
    remise = AdresseField(help_text="Où envoyer les réponses (POST).")
    page = AdresseField(help_text="La même feuille, à remplir dans un navigateur.")
    questions = QuestionSerializer(many=True, help_text="Les six questions.")


def feuille_vierge(jeton: str, form: FormulaireTest) -> dict[str, Any]:
    """A blank sheet, its options lettered as on its page."""
    contenu = {
        "feuille": jeton,
        "remise": reverse("api_sonar:feuille", args=[jeton]),
        "page": reverse("sonar:feuille", args=[jeton]),
        "questions": [
            {
                "cle": question.cle,
                "numero": question.numero,
                "titre": question.titre,
                "intitule": question.intitule,
                "options": [
                    {"lettre": lettre, "texte": option.texte}
                    for lettre, option in form.options_de(question).items()
                ],
            }
            for question in form.questions
        ],
    }
    return FeuilleSerializer(contenu).data


UNE_LETTRE = f"Choisissez une lettre : {', '.join(LETTRES[:-1])} ou {LETTRES[-1]}."
UN_OBJET = "Donnez un objet : pour chaque clé de question, la lettre de la réponse choisie."


class ReponsesSerializer(serializers.Serializer):
    """The body of a post; which questions exist and whether all are answered is the form's rule."""

    reponses = serializers.DictField(
        child=serializers.ChoiceField(
            list(LETTRES), error_messages=dict.fromkeys(("invalid_choice", "null"), UNE_LETTRE)
        ),
        error_messages=dict.fromkeys(("required", "null", "not_a_dict"), UN_OBJET),
        help_text="Pour chaque clé de question, la lettre de la réponse choisie.",
    )


class StyleSerializer(serializers.Serializer):
    cle = serializers.ChoiceField(Style.choices, help_text="La clé du style.")
    nom = serializers.CharField(help_text="Son nom.")
    signe = serializers.CharField(help_text="Son signe sur le test imprimé.")
    points = serializers.IntegerField(
        min_value=0, max_value=6, help_text="Le nombre de réponses de ce style."
    )
    domine = serializers.BooleanField(help_text="En tête, seul ou à égalité.")
    discret = serializers.BooleanField(help_text="Le moins employé, seul ou à égalité.")


class ProfilSerializer(serializers.Serializer):
    cle = serializers.CharField(help_text="Les styles en tête, joints par « + » quand le profil est mixte.")
    nom = serializers.CharField(help_text="Le nom du profil.")
    titre = serializers.CharField(help_text="Son surnom.")
    mixte = serializers.BooleanField(source="est_mixte", help_text="Plusieurs styles à égalité en tête.")
    accroche = serializers.CharField(help_text="Le profil en une phrase.")
    portrait = serializers.CharField(help_text="Le portrait.")
    exemple_titre = serializers.CharField(help_text="Le titre de l’exemple.")
    exemple = serializers.CharField(help_text="L’exemple.")
    attention = serializers.CharField(help_text="Le point d’attention.")
    gestes = serializers.ListField(child=serializers.CharField(), help_text="Trois gestes à essayer.")
    page = AdresseField(source="get_absolute_url", help_text="Le portrait, publié.")


class ApportSerializer(serializers.Serializer):
    cle = serializers.ChoiceField(Style.choices, help_text="La clé d’un style peu employé.")
    nom = serializers.CharField(help_text="Son nom.")
    apport = serializers.CharField(help_text="Ce qu’il pourrait apporter.")


class ReponseSerializer(serializers.Serializer):
    question = serializers.SlugField(source="question.cle", help_text="La clé de la question.")
    titre = serializers.CharField(source="question.titre", help_text="Son titre court.")
    texte = serializers.CharField(help_text="La réponse choisie.")
    style = serializers.ChoiceField(Style.choices, help_text="Le style qu’elle porte.")


class ResultatSerializer(serializers.Serializer):
    uuid = serializers.UUIDField(source="tentative.uuid", help_text="L’identifiant du résultat : un secret.")
    adresse = serializers.SerializerMethodField(help_text="Ce résultat, dans l’API.")
    page = AdresseField(
        source="tentative.get_absolute_url",
        help_text="Le même, à lire dans un navigateur ; on peut l’y effacer.",
    )
    remise_le = serializers.DateTimeField(
        source="tentative.remise_le", help_text="Quand la feuille a été remise."
    )
    profil = ProfilSerializer(help_text="Le profil, pur ou mixte.")
    styles = serializers.SerializerMethodField(help_text="Les quatre styles et leurs points.")
    apports = ApportSerializer(many=True, help_text="Ce que les styles peu employés pourraient apporter.")
    reponses = serializers.SerializerMethodField(help_text="Chaque réponse, avec son style.")

    @extend_schema_field(serializers.URLField)
    def get_adresse(self, lu: Resultat) -> str:
        chemin = reverse("api_sonar:resultat", args=[lu.tentative.uuid])
        return AdresseField().to_representation(chemin)

    @extend_schema_field(StyleSerializer(many=True))
    def get_styles(self, lu: Resultat) -> list[dict[str, Any]]:
        cases = [
            {
                "cle": style,
                "nom": style.label,
                "signe": style.signe,
                "points": points,
                "domine": style in lu.dominants,
                "discret": style in lu.discrets,
            }
            for style, points in lu.comptes.items()
        ]
        return StyleSerializer(cases, many=True).data

    @extend_schema_field(ReponseSerializer(many=True))
    def get_reponses(self, lu: Resultat) -> list[dict[str, Any]]:
        return ReponseSerializer(lu.tentative.reponses.all(), many=True).data
